import type { z } from 'zod';
import type { Context } from './context.ts';
import { defined } from './defined.ts';
import { parseDisk } from './disks.ts';
import { checkCpu, checkMemory, checkOva, checkUnique, DEFAULT_MEMORY, isLibvirtsOwn, isOva } from './domain-checks.ts';
import { type DomainFields, domainSchema, nicSchema } from './domain-schema.ts';
import { MAX_ITEMS } from './fields.ts';
import { toInput } from './input.ts';
import { cloudInitOf, parseShares, serviceProvider } from './machine.ts';
import { standInDisk, standInNic } from './stand-ins.ts';
import { find, isPresent, type MapNode, type TreeNode, toPlainMapping } from './tree.ts';
import type { DiskSpec, DomainSpec, KeyPath, NicSpec } from './types.ts';

/** Checks one domain. What is wrong is reported and left out; each NIC and disk keeps its place, if by a stand-in. */
export function parseDomain(name: string, map: MapNode, path: KeyPath, context: Context): DomainSpec {
  const parsed = context.parse(domainSchema, withoutParts(toInput(map)), path);
  const fields = parsed ?? {};
  const nicNode = find(map, ['nics']);
  const nics = nicNode || isLibvirtsOwn(map) ? parseNics(nicNode, [...path, 'nics'], context) : [];
  const disks = parseDisks(map, [...path, 'disks'], context);
  checkCpu(map, path, context);
  checkOva(map, path, context);
  if (parsed !== undefined && isLibvirtsOwn(map)) checkMemory(parsed, path, context);
  return {
    name,
    memory: fields.memory ?? DEFAULT_MEMORY,
    tpm: fields.tpm ?? false,
    shares: parseShares(fields, [...path, 'shares'], context),
    nics,
    disks,
    artifacts: fields.artifacts ?? [],
    groups: fields.groups ?? [],
    bootstrap: fields.bootstrap ?? true,
    skipExport: fields['skip-export'] ?? false,
    deployScripts: deployScripts(fields, [...path, 'metadata', 'deploy-scripts'], context),
    metadata: fields.metadata ?? {},
    ports: fields.ports ?? [],
    raw: toPlainMapping(map, ['based-on']),
    ...optionalParts(fields, path, context),
  };
}

/** What is checked elsewhere. */
function withoutParts(input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { nics: _nics, disks: _disks, 'based-on': _basedOn, ...rest } = input;
  return rest;
}

function optionalParts(fields: DomainFields, path: KeyPath, context: Context) {
  const ovaUrl = fields.type === 'ova' ? fields.url : undefined;
  return defined({
    vcpu: fields.vcpu,
    cpuModel: fields.cpu_model,
    cpuCustom: fields.cpu_custom,
    sshUser: fields['ssh-user'],
    sshPassword: fields['ssh-password'],
    rootPassword: fields['root-password'],
    vmProvider: fields['vm-provider'],
    vmType: fields['vm-type'],
    address: expanded(fields.address, [...path, 'address'], context),
    sshPort: fields['ssh-port'],
    sshKey: expanded(fields['ssh-key'], [...path, 'ssh-key'], context),
    hostKey: fields['host-key'],
    arch: fields.arch,
    machine: fields.machine,
    firmware: fields.firmware,
    boot: fields.boot,
    graphics: fields.graphics,
    video: fields.video,
    cloudInit: cloudInitOf(fields),
    serviceProvider: serviceProvider(fields),
    guestAgent: fields['guest-agent'],
    distro: fields.distro,
    bootTimeSec: fields.boot_time_sec,
    ova: ovaUrl === undefined ? undefined : { url: context.expand(ovaUrl, [...path, 'url']) },
  });
}

function expanded(text: string | undefined, path: KeyPath, context: Context): string | undefined {
  return text === undefined ? undefined : context.expand(text, path);
}

function deployScripts(fields: DomainFields, path: KeyPath, context: Context): string[] {
  const scripts = fields.metadata?.['deploy-scripts'] ?? [];
  return scripts.map((script, index) => context.expand(script, [...path, index]));
}

function parseNics(node: TreeNode | undefined, path: KeyPath, context: Context): NicSpec[] {
  const expectation = 'a list of NICs, at least one of them on a management network';
  const items = context.list(node, path, expectation) ?? [];
  if (node?.kind === 'list' && (items.length === 0 || items.length > MAX_ITEMS)) {
    context.unexpected('WRONG_VALUE', path, items.length === 0 ? expectation : `at most ${MAX_ITEMS} NICs`);
  }
  return items.slice(0, MAX_ITEMS).map((item, index) => {
    const at = [...path, index];
    const hint = item.kind === 'scalar' ? `write \`- net: ...\`` : undefined;
    const map = context.mapping(item, at, 'a mapping with the `net` of a NIC', hint);
    const nic = map && context.parse(nicSchema, toInput(map), at);
    return nic === undefined || map === undefined ? standInNic(item) : nicOf(nic, map);
  });
}

function nicOf({ mac, ...nic }: z.output<typeof nicSchema>, map: MapNode): NicSpec {
  return { ...defined({ ...nic, mac: mac?.toLowerCase().replaceAll('-', ':') }), raw: toPlainMapping(map) };
}

function parseDisks(domain: MapNode, path: KeyPath, context: Context): DiskSpec[] {
  const node = find(domain, ['disks']);
  const items = isPresent(node) ? (context.list(node, path, 'a list of disks') ?? []) : [];
  if (items.length > MAX_ITEMS) context.unexpected('WRONG_VALUE', path, `at most ${MAX_ITEMS} disks`);
  const mayLack = isOva(domain) || !isLibvirtsOwn(domain);
  if (items.length === 0 && (!isPresent(node) || node.kind === 'list') && !mayLack) {
    context.warning('NO_DISKS', path, 'a domain without disks can only boot from its network');
  }
  const disks = items.slice(0, MAX_ITEMS);
  checkUnique(disks, 'name', path, context);
  checkUnique(disks, 'dev', path, context);
  return disks.map((item, index) => parseDisk(item, [...path, index], context) ?? standInDisk(index));
}
