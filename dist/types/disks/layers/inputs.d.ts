import type { Json } from './types.ts';
/**
 * Gives what files and directories of the host hold: content and permission bits, for a directory of everything in it; not
 * owners and times. Each is read once, however many disks take it in.
 *
 * @throws {HostError} `FILE_FAILED` or `PERMISSION_DENIED` for what cannot be read; {@link CancelledError}.
 */
export declare function inputReader(signal?: AbortSignal): (path: string) => Promise<Json>;
