import type { OpenSshKeyPair } from '../../guest/openssh-key.ts';
import type { Logger } from '../../host/log.ts';
import type { BootItem } from './item.ts';
import type { BuildMachine } from './machine.ts';
import { Qemu } from './qemu.ts';
/** An item, and where it stands in the init file. */
export interface PlacedItem {
    /** For messages: `entry 2`. */
    readonly place: string;
    readonly item: BootItem;
    /** Is called before it is begun. */
    begin?(): void;
}
/** One boot of a disk, with all that is done in it. */
export interface Boot {
    /** Name of the VM, for messages. */
    readonly vm: string;
    readonly machine: BuildMachine;
    readonly key: OpenSshKeyPair;
    readonly items: readonly PlacedItem[];
    /** Scratch directory, for this boot only. */
    readonly directory: string;
    /** Seconds that the guest gets until SSH answers. */
    readonly bootTimeout: number;
    readonly log: Logger;
    readonly signal?: AbortSignal | undefined;
}
/**
 * Boots a disk, does what the items say, removes what belongs to this boot alone, and powers off. The machine is gone when
 * this ends, in whatever way.
 *
 * @throws {GuestError} `BUILD_STEP_FAILED`, `SSH_TIMEOUT`, `GUEST_DOWN`; {@link ToolError} `QEMU_FAILED`; {@link CancelledError}
 */
export declare function bootAndBuild(boot: Boot): Promise<void>;
/** A machine that goes down explains more than the connection that it takes with it, which is gone before. */
export declare function withEnding(error: unknown, qemu: Pick<Qemu, 'ended' | 'ending'>): Promise<unknown>;
