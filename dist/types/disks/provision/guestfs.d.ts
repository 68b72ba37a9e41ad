import type { ImageContext } from '../../host/qemu-img.ts';
import type { Acceleration } from '../../providers/plan.ts';
import { type Operation } from './guestfs-progress.ts';
/** What a tool of libguestfs needs. */
export interface GuestfsOptions extends ImageContext {
    /** Name of the domain, for messages. */
    readonly vm: string;
    /** Name of the disk, for messages. */
    readonly disk: string;
    /** Absolute path of its image; written to. */
    readonly file: string;
    readonly acceleration: Acceleration;
    /** Environment variables, to look for the user's own libguestfs settings; none by default. */
    readonly env?: Readonly<Record<string, string | undefined>>;
    /** Directory that relative paths in the arguments refer to. */
    readonly cwd?: string;
    /** What the arguments do, in their order, so that a failure can name what failed. */
    readonly operations?: readonly Operation[];
    /** Is told which of them begins; undefined when what is done then is for none of them. */
    onOperation?(operation: Operation | undefined): void;
}
/**
 * Runs virt-sysprep or virt-customize, with its output in the log.
 *
 * @throws {ToolError} `GUESTFS_FAILED`, with the end of its own output; {@link HostError} `TOOL_MISSING`, `DISK_FULL`;
 *   {@link CancelledError}.
 */
export declare function runGuestfs(program: string, args: readonly string[], options: GuestfsOptions): Promise<void>;
/** Variables for programs of libguestfs. The user's own settings win, as in Lago. */
export declare function guestfsEnvironment({ acceleration, env, }: Pick<GuestfsOptions, 'acceleration' | 'env'>): Record<string, string>;
