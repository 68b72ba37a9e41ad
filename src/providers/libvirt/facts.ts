import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import { HostError } from '../../host/errors.ts';
import type { Architecture, HostFacts } from '../plan.ts';
import type { ProviderContext } from '../provider.ts';
import { type KvmProbe, probeKvm } from './acceleration.ts';
import { readInstalled } from './installed.ts';
import { isLocal } from './url.ts';
import type { Virsh } from './virsh.ts';

const CPU_MAP = '/usr/share/libvirt/cpu_map';

const namedElement = z.object({ '@name': z.string() });
const capabilitiesShape = z.object({
  capabilities: z.object({
    host: z.object({
      cpu: z.object({
        arch: z.string(),
        vendor: z.string().optional(),
        model: z.string().optional(),
        feature: z.array(namedElement).default([]),
      }),
    }),
    guest: z.array(z.object({ os_type: z.string(), arch: namedElement })).default([]),
  }),
});
type Capabilities = z.output<typeof capabilitiesShape>['capabilities'];
const cpuMapShape = z.object({
  cpus: z.object({
    arch: z.array(z.object({ model: z.array(cpuModel()).default([]) })).default([]),
    model: z.array(cpuModel()).default([]),
  }),
});

function cpuModel() {
  return namedElement.extend({ vendor: z.array(namedElement).default([]), model: z.array(namedElement).default([]) });
}

/**
 * Facts about the host that a libvirt connection leads to.
 *
 * @throws {HostError} `LIBVIRT_UNREACHABLE`, or `KVM_UNUSABLE` when KVM is demanded and does not work.
 */
export async function gatherFacts(
  virsh: Virsh,
  wanted: 'auto' | 'kvm' | 'tcg',
  context: ProviderContext,
): Promise<HostFacts> {
  const failed = new AbortController();
  const signal = AbortSignal.any([failed.signal, ...(context.signal ? [context.signal] : [])]);
  const probe = wanted === 'tcg' ? undefined : probeKvm(virsh, { ...context, signal });
  const found = Promise.all([
    readCapabilities(virsh, context),
    isLocal(virsh.url) ? readCpuModels() : undefined,
    isLocal(virsh.url) ? readInstalled() : {},
    probe,
  ]);
  const [capabilities, cpuModels, installed, kvm] = await found.catch(async (error: unknown) => {
    // The probe has a machine to take away, and we may end as soon as we have said what failed.
    failed.abort();
    await probe?.catch(() => undefined);
    throw error;
  });
  if (wanted === 'kvm' && kvm && !kvm.usable) throw kvmRefused(kvm);
  const cpu = capabilities && hostCpu(capabilities, isLocal(virsh.url) ? await nestedFlags() : []);
  return {
    acceleration: kvm?.usable ? 'kvm' : 'tcg',
    arch: 'x86_64',
    ...(kvm && !kvm.usable ? { kvmProblem: { reason: kvm.reason, fix: kvm.fix } } : {}),
    ...(isLocal(virsh.url) && !existsSync('/proc/sys/net/ipv6') ? { ipv6: false } : {}),
    ...(cpu ? { cpu } : {}),
    ...(cpuModels ? { cpuModels } : {}),
    ...(capabilities ? { architectures: architecturesOf(capabilities) } : {}),
    ...installed,
  };
}

function kvmRefused(probe: KvmProbe & { usable: false }): HostError {
  return new HostError('KVM_UNUSABLE', `KVM is demanded (acceleration: kvm) but cannot be used: ${probe.reason}`, {
    hint: probe.fix,
  });
}

function parser(arrays: readonly string[]): XMLParser {
  return new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', isArray: (name) => arrays.includes(name) });
}

async function readCapabilities(virsh: Virsh, context: ProviderContext): Promise<Capabilities | undefined> {
  const text = await virsh.run(['capabilities'], context);
  return capabilitiesShape.safeParse(parser(['feature', 'guest']).parse(text)).data?.capabilities;
}

/** Architectures of which libvirt has an emulator. */
function architecturesOf({ guest }: Capabilities): readonly Architecture[] {
  const names = new Set(guest.filter((entry) => entry.os_type === 'hvm').map((entry) => entry.arch['@name']));
  return (['x86_64', 'aarch64'] as const).filter((arch) => names.has(arch));
}

/** @param more flags that libvirt does not list */
function hostCpu(capabilities: Capabilities, more: readonly string[]): HostFacts['cpu'] {
  const { vendor, model, feature } = capabilities.host.cpu;
  if (vendor === undefined) return undefined;
  const features = new Set([...feature.map((entry) => entry['@name']), ...more]);
  return { vendor, ...(model === undefined ? {} : { model }), features: [...features] };
}

/** `vmx` or `svm` where the kernel lists it; libvirt leaves out what the CPU model implies. */
async function nestedFlags(): Promise<string[]> {
  const text = await readFile('/proc/cpuinfo', 'utf8').catch(() => '');
  const flags = /^flags\s*:(.*)$/m.exec(text)?.[1]?.split(/\s+/) ?? [];
  return flags.filter((flag) => flag === 'vmx' || flag === 'svm');
}

/** Named x86 CPU models of libvirt with their vendor (`generic` when none is given); undefined where there is no map. */
async function readCpuModels(): Promise<ReadonlyMap<string, string> | undefined> {
  const files = await readdir(CPU_MAP).catch(() => []);
  const models = new Map<string, string>();
  const reader = parser(['model', 'vendor', 'arch']);
  for (const file of files.filter((name) => /^x86_.*\.xml$/.test(name))) {
    const parsed = cpuMapShape.safeParse(reader.parse(await readFile(join(CPU_MAP, file), 'utf8')));
    if (!parsed.success) continue;
    for (const model of [...parsed.data.cpus.model, ...parsed.data.cpus.arch.flatMap((arch) => arch.model)]) {
      models.set(model['@name'], model.vendor[0]?.['@name'] ?? 'generic');
    }
  }
  return models.size === 0 ? undefined : models;
}
