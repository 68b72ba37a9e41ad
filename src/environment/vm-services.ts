import { detectServiceProvider, namedServiceProvider } from '../guest/services/detect.ts';
import { findGuestAgent } from '../guest/services/guest-agent.ts';
import type { ServiceProvider, ServiceShell } from '../guest/services/provider.ts';
import { Service } from '../guest/services/service.ts';
import { serviceShell } from '../guest/services/shell.ts';
import { GuestError } from '../host/errors.ts';
import type { DomainPlan } from '../providers/plan.ts';
import type { Findings } from './findings.ts';
import type { GuestAccess } from './guest-access.ts';

/** The services of one machine: how they are run is what the init file says, or is found out once and kept. */
export class VmServices {
  readonly #plan: DomainPlan;
  readonly #findings: Findings;
  readonly #shell: ServiceShell;
  readonly #known: readonly ServiceProvider[];

  constructor(plan: DomainPlan, access: GuestAccess, findings: Findings, known: readonly ServiceProvider[]) {
    this.#plan = plan;
    this.#findings = findings;
    this.#known = known;
    this.#shell = serviceShell(() => access.reachable(), plan.sshUser);
  }

  /** A service by name. @throws {UserError} `SERVICE_NAME_INVALID`; {@link GuestError} `SERVICES_UNSUPPORTED` */
  async service(name: string): Promise<Service> {
    return new Service(this.#plan.name, name, await this.#provider(), this.#shell);
  }

  /** The guest agent. @throws {GuestError} `GUEST_AGENT_MISSING`, and as {@link service} */
  async guestAgent(): Promise<Service> {
    const known = this.#plan.guestAgent ?? this.#findings.read()['guest-agent'];
    const agent = await findGuestAgent(this.#plan.name, known, (name) => this.service(name));
    if (known === undefined) await this.#findings.note({ 'guest-agent': agent.name });
    return agent;
  }

  /** Whether there is a guest agent. */
  async hasGuestAgent(): Promise<boolean> {
    try {
      await this.guestAgent();
      return true;
    } catch (error) {
      if (error instanceof GuestError && error.code === 'GUEST_AGENT_MISSING') return false;
      throw error;
    }
  }

  async #provider(): Promise<ServiceProvider> {
    const known = this.#plan.serviceProvider ?? this.#findings.read().service_provider;
    if (known !== undefined) return namedServiceProvider(known, this.#known);
    const found = await detectServiceProvider(this.#plan.name, this.#shell, this.#known);
    await this.#findings.note({ service_provider: found.name });
    return found;
  }
}
