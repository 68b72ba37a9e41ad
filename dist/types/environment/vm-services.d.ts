import type { ServiceProvider } from '../guest/services/provider.ts';
import { Service } from '../guest/services/service.ts';
import type { DomainPlan } from '../providers/plan.ts';
import type { Findings } from './findings.ts';
import type { GuestAccess } from './guest-access.ts';
/** The services of one machine: how they are run is what the init file says, or is found out once and kept. */
export declare class VmServices {
    #private;
    constructor(plan: DomainPlan, access: GuestAccess, findings: Findings, known: readonly ServiceProvider[]);
    /** A service by name. @throws {UserError} `SERVICE_NAME_INVALID`; {@link GuestError} `SERVICES_UNSUPPORTED` */
    service(name: string): Promise<Service>;
    /** The guest agent. @throws {GuestError} `GUEST_AGENT_MISSING`, and as {@link service} */
    guestAgent(): Promise<Service>;
    /** Whether there is a guest agent. */
    hasGuestAgent(): Promise<boolean>;
}
