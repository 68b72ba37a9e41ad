/** How the address of a machine is found. */
export interface Search {
    readonly name: string;
    /** Its management network. */
    readonly net: string;
    /** Gives the addresses that it may have, the likeliest first. */
    look(): Promise<readonly string[]>;
    /** Told which of them answers. */
    choose(ip: string): Promise<void>;
    /** True, or what is wrong with the machine. */
    alive(): Promise<boolean | string>;
    /** Milliseconds. */
    readonly timeout: number;
    readonly signal: AbortSignal | undefined;
    /** Of the SSH server; 22 by default. */
    readonly port?: number;
}
/**
 * Looks for the address of a machine until an SSH server answers at one, or until the time is over and some address is
 * known: what is wrong with it is then for others to find out.
 *
 * @throws {GuestError} `ADDRESS_UNKNOWN` when none was found in time, `GUEST_DOWN`; {@link CancelledError}.
 */
export declare function findAddress(search: Search): Promise<void>;
