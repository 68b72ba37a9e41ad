import type { GuestConnection } from '../../guest/connection.ts';
/** Host keys that the running boot has made, so that a later boot may make others. Called before anything else runs. */
export declare function noteHostKeys(connection: GuestConnection, signal?: AbortSignal): Promise<readonly string[]>;
/** Removes what belongs to this boot alone: keys, identities, leases, logs. What the steps have made stays. */
export declare function cleanGuest(connection: GuestConnection, hostKeys: readonly string[], signal?: AbortSignal): Promise<void>;
/** Asks the guest to power off; that it hangs up meanwhile is no failure. */
export declare function askToPowerOff(connection: GuestConnection, signal?: AbortSignal): Promise<void>;
