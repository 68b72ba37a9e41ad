import { planEnvironment } from '../../src/environment/plan.ts';
import { DOMAIN_DEFAULTS, type PlanContext, type PlannedEnvironment } from '../../src/environment/plan-context.ts';
import { parseSubnet } from '../../src/host/ipv4.ts';
import { parseInitFile } from '../../src/initfile/parse.ts';
import { InitFileError, type Problem } from '../../src/initfile/types.ts';
import { DEFAULT_POOL, parsePool } from '../../src/network/pool.ts';
import type { SubnetPool } from '../../src/network/types.ts';

/** Uuid of the environments that tests plan. */
export const UUID = '0a1b2c3d4e5f60718293a4b5c6d7e8f9';
export const PREFIX = '/work/.lago/default';
export const PUBLIC_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE lago';

/** A context with everything free and one template, `debian12`, that is entered by SMBIOS strings. */
export function planContext(overrides: Partial<PlanContext> = {}): PlanContext {
  return {
    uuid: UUID,
    prefix: PREFIX,
    imagesDir: `${PREFIX}/images`,
    host: { acceleration: 'kvm', arch: 'x86_64' },
    subnets: pool(),
    resolveTemplate: templates({ debian12: { provision: 'smbios', distro: 'debian12' } }),
    defaults: DOMAIN_DEFAULTS,
    publicKey: PUBLIC_KEY,
    allowedPaths: ['/work'],
    providerNames: ['local-libvirt', 'ssh'],
    networklessProviders: ['ssh'],
    vmTypeNames: ['default'],
    ...overrides,
  };
}

/** Lago's pool of subnets (or another), of which some are taken. */
export function pool(taken: readonly string[] = [], ranges?: readonly string[]): SubnetPool {
  const subnets = taken.map((subnet) => ({ subnet: found(parseSubnet(subnet)) }));
  return { ranges: ranges ? parsePool(ranges) : DEFAULT_POOL, taken: subnets };
}

/** A template repository with one version, 1, of each of the templates. */
export function templates(
  known: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): PlanContext['resolveTemplate'] {
  return (name, version) => {
    const metadata = known[name];
    if (!metadata) return { kind: 'unknown-template', names: Object.keys(known) };
    if (version !== undefined && version !== '1') return { kind: 'unknown-version', versions: ['1'] };
    const backingFile = `/store/repo:${name}:1`;
    return {
      kind: 'found',
      template: { repository: 'repo', template: name, version: '1', backingFile, backingFormat: 'qcow2', metadata },
    };
  };
}

/** Parses an init file (YAML text or a value) in /work and plans it. */
export function planOf(initFile: unknown, overrides: Partial<PlanContext> = {}): PlannedEnvironment {
  const text = typeof initFile === 'string' ? initFile : JSON.stringify(initFile, undefined, 1);
  return planEnvironment(parseInitFile(text, { file: '/work/LagoInitFile' }), planContext(overrides));
}

/** The problems for which an init file cannot be planned. */
export function problemsOf(initFile: unknown, overrides: Partial<PlanContext> = {}): readonly Problem[] {
  try {
    planOf(initFile, overrides);
  } catch (error) {
    if (error instanceof InitFileError) return error.problems;
    throw error;
  }
  throw new Error('the init file was planned without an error');
}

/** A domain with NICs on the named networks and one disk over the template `debian12`. */
export function domain(
  nets: readonly (string | Readonly<Record<string, unknown>>)[],
  more: Readonly<Record<string, unknown>> = {},
) {
  return {
    memory: 1024,
    nics: nets.map((net) => (typeof net === 'string' ? { net } : net)),
    disks: [disk()],
    ...more,
  };
}

/** A disk over the template `debian12`. */
export function disk(more: Readonly<Record<string, unknown>> = {}) {
  return { name: 'root', type: 'template', template_name: 'debian12', dev: 'vda', format: 'qcow2', ...more };
}

/** A NAT network with DHCP. */
export const NAT = { dhcp: { start: 100, end: 254 } } as const;

/** A management network with DHCP. */
export const MGMT = { ...NAT, management: true } as const;

/** The element of a list or map that a test relies on. */
export function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('not found');
  return value;
}
