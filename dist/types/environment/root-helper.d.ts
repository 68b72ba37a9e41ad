import type { GuestConnection } from '../guest/connection.ts';
import type { DomainPlan } from '../providers/plan.ts';
import type { PrefixPaths } from './prefix.ts';
import type { Services } from './services.ts';
import type { Vm } from './vm.ts';
/**
 * Root's way into a guest that was provisioned over SMBIOS and has another SSH user: root has the key there as well. It
 * makes the user where the guest does not read the credentials that would.
 */
export declare class RootHelper {
    #private;
    constructor(vm: Vm, domain: DomainPlan, paths: PrefixPaths, services: Services);
    /** Called whenever the user was refused; makes it, once at a time, until that worked. */
    help(): void;
    /**
     * Does something as root where root gets in, else as the SSH user, who may have sudo.
     *
     * @param work gets the connection and the name of its user.
     */
    asRoot(work: (connection: GuestConnection, user: string) => Promise<void>): Promise<void>;
}
