import type { EnvironmentPlan } from '../providers/plan.ts';
import type { DomainState } from '../providers/provider.ts';
import type { PortForward } from './forwards.ts';

/** Status of an environment, in the shape and spelling that Lago's `status` verb prints. */
export interface EnvironmentStatus {
  readonly Prefix: {
    readonly 'Base directory': string;
    readonly UUID: string;
    readonly Networks: Readonly<Record<string, NetStatus>>;
    readonly VMs: Readonly<Record<string, VmStatus>>;
  };
}

/** State of a network, as `status` prints it. */
export interface NetStatus {
  /** Null on bridge networks. */
  readonly gateway: string | null;
  readonly management: boolean;
  readonly status: 'up' | 'down';
}

/** State of a machine, as `status` prints it. */
export interface VmStatus {
  readonly distro: string | null;
  readonly 'root password': string | null;
  readonly status: DomainState;
  /** Names, separated by commas. */
  readonly snapshots: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Ports of the guest -> where they are on the host, such as `127.0.0.1:8080`; only where there are any. */
  readonly ports?: Readonly<Record<string, string>>;
  readonly NICs: Readonly<Record<string, { readonly network: string /** `N/A` without one. */; readonly ip: string }>>;
}

/** Puts a status together from the plan and what the provider reports. */
export function buildStatus(
  plan: EnvironmentPlan,
  netsUp: ReadonlySet<string>,
  states: ReadonlyMap<string, DomainState>,
  forwards: readonly PortForward[],
  addressOf: (domain: string, nic: number) => string | undefined,
): EnvironmentStatus {
  const nets = [...plan.nets.values()].map((net): [string, NetStatus] => [
    net.name,
    { gateway: net.gw ?? null, management: net.management, status: netsUp.has(net.name) ? 'up' : 'down' },
  ]);
  const vms = [...plan.domains.values()].map((domain): [string, VmStatus] => [
    domain.name,
    {
      distro: domain.distro ?? null,
      'root password': domain.rootPassword ?? domain.sshPassword ?? null,
      status: states.get(domain.name) ?? 'down',
      snapshots: Object.keys(asMapping(domain.spec.snapshots)).join(', '),
      metadata: asMapping(domain.spec.metadata),
      ...portsOf(forwards.filter(({ vm }) => vm === domain.name)),
      NICs: Object.fromEntries(
        domain.nics.map((nic) => [
          `eth${nic.index}`,
          { network: nic.net, ip: nic.ip ?? addressOf(domain.name, nic.index) ?? 'N/A' },
        ]),
      ),
    },
  ]);
  return {
    Prefix: {
      'Base directory': plan.prefix,
      UUID: plan.uuid,
      Networks: Object.fromEntries(nets),
      VMs: Object.fromEntries(vms),
    },
  };
}

function portsOf(forwards: readonly PortForward[]): Pick<VmStatus, 'ports'> {
  if (forwards.length === 0) return {};
  const ports = new Map<string, string[]>();
  for (const { address, host, guest } of forwards) {
    const place = `${address.includes(':') ? `[${address}]` : address}:${host}`;
    ports.set(`${guest}`, [...(ports.get(`${guest}`) ?? []), place]);
  }
  return { ports: Object.fromEntries([...ports].map(([guest, places]) => [guest, places.join(', ')])) };
}

function asMapping(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
