import type { Backing } from '../host/qemu-img.ts';
import { type ChainRules } from './chain.ts';
/**
 * Checks a file that a guest will write to itself. Its header cannot be mended without changing it, so the names of its
 * backing files must be right as they are, and nothing can be unpacked.
 *
 * @throws {UserError} `DISK_FORMAT_WRONG`, and as {@link readChain}; {@link HostError} `PERMISSION_DENIED`.
 */
export declare function checkInPlace(image: Backing, rules: ChainRules, what: string): Promise<void>;
