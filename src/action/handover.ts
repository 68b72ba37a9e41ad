import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as core from '@actions/core';
import type { Environment, Logger, PortForward, Vm } from '../index.ts';
import type { OutputName } from './outputs.ts';

/** What later steps get. */
export interface Handover {
  readonly cacheHit: boolean;
  readonly workdir: string;
  /** Ports of the host that lead to machines. */
  readonly ports: readonly PortForward[];
}

/** Writes the inventories and the SSH configuration into the prefix, and sets outputs and variables for later steps. */
export function handOver(env: Environment, { cacheHit, workdir, ports }: Handover): void {
  const directory = join(env.prefix, 'action');
  mkdirSync(directory, { recursive: true });
  const write = (name: string, text: string) => {
    const file = join(directory, name);
    writeFileSync(file, text);
    return file;
  };
  const inventory = write('inventory.ini', env.ansibleInventory(undefined, 'valid'));
  const vms = [...env.getVms().values()].map((vm) => describeVm(vm, ports));
  const outputs: Readonly<Record<OutputName, string>> = {
    vms: JSON.stringify(vms),
    ips: JSON.stringify(Object.fromEntries(vms.map(({ name, ip }) => [name, ip ?? null]))),
    inventory,
    'inventory-yaml': write('inventory.yml', env.ansibleInventoryYaml()),
    'ssh-config': write('ssh-config', env.sshConfig()),
    'ssh-key': env.paths.privateKey,
    workdir,
    'cache-hit': String(cacheHit),
    resumed: 'false',
  };
  for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value);
  core.exportVariable('ANSIBLE_INVENTORY', inventory);
  core.exportVariable('LAGO_WORKDIR', workdir);
}

/** A machine as the output `vms` has it. */
export interface VmDescription {
  readonly name: string;
  readonly fqdn: string;
  /** Address on the management network; unknown on a bridge until the machine was reached. */
  readonly ip?: string;
  readonly ips: readonly string[];
  readonly nics: readonly { readonly net: string; readonly ip?: string; readonly mac: string }[];
  readonly groups: readonly string[];
  /** Ports of the host that lead to it; only where there are any. */
  readonly ports?: readonly Omit<PortForward, 'vm'>[];
  readonly distro?: string;
}

/** Describes a machine for programs. */
export function describeVm(vm: Vm, forwards: readonly PortForward[] = []): VmDescription {
  const ports = forwards.flatMap(({ vm: name, ...port }) => (name === vm.name ? [port] : []));
  const distro = vm.distro();
  const [ip] = vm.ipsInNet(vm.managementNet);
  return {
    name: vm.name,
    fqdn: vm.fqdn,
    ...(ip === undefined ? {} : { ip }),
    ips: vm.allIps(),
    nics: vm
      .nics()
      .map(({ net, ip: address, mac }) => ({ net, ...(address === undefined ? {} : { ip: address }), mac })),
    groups: vm.groups,
    ...(ports.length === 0 ? {} : { ports }),
    ...(distro === undefined ? {} : { distro }),
  };
}

/** Has the runner, and our own log, replace the environment's secrets in everything that is shown from now on. */
export async function maskSecrets(env: Environment, log: Logger): Promise<void> {
  const key = await readFile(env.paths.privateKey, 'utf8');
  const passwords = [...env.plan.domains.values()].flatMap(({ sshPassword, rootPassword }) => [
    sshPassword,
    rootPassword,
  ]);
  for (const secret of [...keyLines(key), ...passwords]) {
    // A password of three characters would riddle the log with stars and say nothing that a guess would not.
    if (secret === undefined || secret.length < 4) continue;
    core.setSecret(secret);
    log.mask(secret);
  }
}

/** The lines of a private key that are its own; the first and the last one are the same in all of them. */
function keyLines(key: string): string[] {
  return key.split('\n').filter((line) => line !== '' && !line.startsWith('-----'));
}
