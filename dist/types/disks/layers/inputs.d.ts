import type { Json } from './types.ts';
/**
 * Gives what files and directories of the host hold: content and permission bits, for a directory of everything in it; not
 * owners and times. Each is read once, however many disks take it in. Links in a directory count by where they lead, and
 * with `follow` by what is there as well. Workdirs (`.lago`) and `__pycache__` in directories do not count.
 *
 * @throws {HostError} `FILE_FAILED` or `PERMISSION_DENIED` for what cannot be read; {@link CancelledError}.
 */
export declare function inputReader(signal?: AbortSignal): (path: string, follow?: boolean) => Promise<Json>;
