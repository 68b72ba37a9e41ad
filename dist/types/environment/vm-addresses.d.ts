import type { DomainPlan, NicPlan } from '../providers/plan.ts';
import type { FoundAddresses } from './found-addresses.ts';
/** A NIC as `Vm.nics` gives it. */
export type VmNic = Pick<NicPlan, 'index' | 'net' | 'ip' | 'mac' | 'mtu'>;
/** The addresses of one machine: those that the plan gave it, and those that were found out. */
export declare class VmAddresses {
    #private;
    /** @param ask gives the addresses that the guest has now, by NIC. */
    constructor(plan: DomainPlan, found: FoundAddresses, ask: (signal?: AbortSignal) => Promise<ReadonlyMap<number, readonly string[]>>);
    /** NICs in the order of the init file. */
    nics(): VmNic[];
    /** Address on the management network; undefined while nobody knows it. */
    management(): string | undefined;
    /** Asks for the addresses that the guest has now, where none was given. */
    look(signal?: AbortSignal): Promise<void>;
    /**
     * Looks for the address of the management network, where none was given, until an SSH server answers at one. A machine
     * that starts again may get another.
     *
     * @param timeout milliseconds.
     * @returns whether it is another one than before.
     * @throws as {@link findAddress}.
     */
    find(timeout: number, alive: () => Promise<boolean | string>, signal: AbortSignal | undefined): Promise<boolean>;
}
