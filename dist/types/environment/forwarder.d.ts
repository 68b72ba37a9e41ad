import { type OwnerRecord } from './owner.ts';
/**
 * Body of the process that leads ports of the host to machines of an environment. It tells over its channel that it
 * listens, and ends when the environment is destroyed, when its record names another process, or, as long as it is not in
 * the record yet, when who started it is gone.
 */
export declare function forwardPorts(environmentsDir: string, uuid: string): Promise<void>;
/**
 * Whether the owner record that `read` gives names this process. One that cannot be read at this moment, because connections
 * have taken all open files, say, counts as before.
 */
export declare function isWanted(read: () => Promise<OwnerRecord | undefined>): Promise<boolean>;
