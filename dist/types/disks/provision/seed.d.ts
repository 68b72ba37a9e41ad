import type { ImageContext } from '../../host/qemu-img.ts';
import type { DomainPlan } from '../../providers/plan.ts';
/** What a seed is made from. */
export interface SeedOptions extends ImageContext {
    /** Absolute path of the image to make. */
    readonly file: string;
    readonly domain: DomainPlan;
    /** A line of `authorized_keys`. */
    readonly publicKey: string;
}
/**
 * Makes the disk that cloud-init's NoCloud source looks for: an ISO 9660 image named `cidata`, replacing what is at `file`.
 * Only its owner may read it, because passwords may be in it.
 *
 * @throws {HostError} `TOOL_MISSING` without xorriso, genisoimage and mkisofs; `DISK_FULL`.
 * @throws {ToolError} `TOOL_FAILED`; {@link UserError} `PASSWORD_INVALID`.
 */
export declare function buildSeed({ file, domain, publicKey, ...context }: SeedOptions): Promise<void>;
