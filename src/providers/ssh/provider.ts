import { forAll } from '../../host/parallel.ts';
import { answersSsh } from '../../host/ssh-probe.ts';
import type { DomainPlan, EnvironmentPlan } from '../plan.ts';
import type { Diagnostics, DomainState, ImageAccess, ProviderContext, VmProvider } from '../provider.ts';

/** Name of the provider of machines that exist already. */
export const SSH_PROVIDER = 'ssh';

const NOT_OURS = { missing: 'the machine is not ours: only SSH leads to it' };

/**
 * Machines that exist already, reached over SSH. They are not ours: nothing here starts, stops or removes them, and their
 * state is whether an SSH server answers at their address.
 */
export class SshProvider implements VmProvider {
  readonly name = SSH_PROVIDER;
  readonly capabilities = {
    networks: false,
    serialLog: false,
    screenshot: false,
    console: false,
    snapshots: false,
    export: false,
  };

  async facts(): Promise<undefined> {}

  programs(): readonly never[] {
    return [];
  }

  async checkHost(): Promise<readonly never[]> {
    return [];
  }

  async imageAccess(): Promise<ImageAccess> {
    return { reachable: true };
  }

  describe(): ReturnType<VmProvider['describe']> {
    return { nets: new Map(), domains: new Map() };
  }

  async startNet(): Promise<void> {}

  async stopNet(): Promise<void> {}

  async netsUp(): Promise<ReadonlySet<string>> {
    return new Set();
  }

  async start(): Promise<void> {}

  async stop(): Promise<void> {}

  async states(plan: EnvironmentPlan, { signal }: ProviderContext): Promise<ReadonlyMap<string, DomainState>> {
    const probe = async (domain: DomainPlan): Promise<[string, DomainState]> => [
      domain.name,
      domain.ip !== undefined && (await answersSsh(domain.ip, domain.external?.port ?? 22, signal))
        ? 'running'
        : 'down',
    ];
    return new Map(await forAll(plan.domains.values(), probe, { signal }));
  }

  async addresses(): Promise<ReadonlyMap<number, readonly string[]>> {
    return new Map();
  }

  async diagnostics(): Promise<Diagnostics> {
    return { screenshot: NOT_OURS, serialLog: NOT_OURS };
  }

  async destroy(): Promise<void> {}
}
