import { forAll } from '../../host/parallel.ts';
import { answersSsh } from '../../host/ssh-probe.ts';
import type { DomainPlan, EnvironmentPlan } from '../plan.ts';
import type { DomainState, ProviderContext, VmProvider } from '../provider.ts';

/** Name of the provider of machines that exist already. */
export const SSH_PROVIDER = 'ssh';

/**
 * Machines that exist already, reached over SSH. They are not ours: nothing here starts, stops or removes them, and their
 * state is whether an SSH server answers at their address.
 */
export class SshProvider implements VmProvider {
  readonly name = SSH_PROVIDER;

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

  async destroy(): Promise<void> {}
}
