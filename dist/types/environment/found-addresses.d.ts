/**
 * Addresses of NICs that were found out because none was given, as on bridges. Kept in the prefix, so that inventories and
 * other processes know them; they are guesses, which whoever connects has to look at again.
 */
export declare class FoundAddresses {
    #private;
    constructor(file: string);
    /** Addresses of a machine by NIC, the likeliest first. */
    of(vm: string): ReadonlyMap<number, readonly string[]>;
    /** Notes what was found; a NIC for which nothing was found keeps what was known, and the one that answered stays first. */
    note(vm: string, addresses: ReadonlyMap<number, readonly string[]>): Promise<void>;
    /** Puts an address that answers before the others of its NIC. */
    prefer(vm: string, ip: string): Promise<void>;
    /** Forgets machines that are down: they may come up with other addresses. */
    forget(vms: readonly string[]): Promise<void>;
}
