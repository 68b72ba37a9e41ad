import type { Logger } from '../../host/log.ts';
import type { DiskPlan } from '../../providers/plan.ts';
/** A disk to look into. */
export type OfflineDisk = Pick<DiskPlan, 'path' | 'format'>;
/** What `guestfish` is started with. */
export interface GuestfishOptions {
    /** Name of the machine, for messages. */
    readonly vm: string;
    readonly disks: readonly OfflineDisk[];
    /** Variables for libguestfs. */
    readonly env: Readonly<Record<string, string>>;
    readonly log: Logger;
    readonly signal?: AbortSignal | undefined;
}
/** Answer to a command. */
export interface Answer {
    readonly lines: readonly string[];
    /** What libguestfs complained of; empty when it did not. */
    readonly complaint: string;
}
/**
 * One appliance of libguestfs with disks that are only read, driven through `guestfish`. It ends with its input: should
 * we be killed, it ends too.
 */
export declare class Guestfish implements AsyncDisposable {
    #private;
    private constructor();
    /**
     * Starts the appliance, which takes 2 s with KVM and 20 s without.
     *
     * @throws {ToolError} `GUESTFS_FAILED`; {@link HostError} `TOOL_MISSING`; {@link CancelledError}
     */
    static launch(options: GuestfishOptions): Promise<Guestfish>;
    /**
     * Runs one command; the words after its name are quoted. A command that fails gives its complaint.
     *
     * @throws {ToolError} `GUESTFS_FAILED` when guestfish itself has ended; {@link CancelledError}
     */
    command(name: string, ...words: readonly string[]): Promise<Answer>;
    /** Ends the appliance at once; a command under way fails. */
    kill(): void;
    /** Ends the appliance. */
    [Symbol.asyncDispose](): Promise<void>;
}
/** What guestfish takes for what it is: no options, pipes, variables, line ends, commands of the host's shell (`!`). */
export declare function guestfishWord(word: string): string;
