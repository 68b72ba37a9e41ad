import type { Logger } from '../../host/log.ts';
import { type BuildMachine } from './machine.ts';
/** What running a machine needs. */
export interface QemuContext {
    readonly log: Logger;
    readonly signal?: AbortSignal | undefined;
}
/**
 * A running QEMU. It is a child of this process that the kernel kills with it, whatever ends it; it also ends when the
 * context's signal fires.
 */
export declare class Qemu implements AsyncDisposable {
    #private;
    private constructor();
    /**
     * Starts a machine.
     *
     * @throws {ToolError} `QEMU_FAILED` with what QEMU says; {@link HostError} `TOOL_MISSING`; {@link CancelledError}
     */
    static start(machine: BuildMachine, context: QemuContext): Promise<Qemu>;
    /** Port of 127.0.0.1 that leads to the guest's SSH server. */
    get port(): number;
    /** How QEMU ended, with what it said; undefined while it runs. */
    get ending(): string | undefined;
    /** Waits until QEMU has ended, at most so many milliseconds. False when it runs on. */
    ended(milliseconds: number): Promise<boolean>;
    /** Presses the power button. */
    pressPower(): Promise<void>;
    /** Ends QEMU as a power cut would, after what it holds of the image is written. */
    quit(): Promise<void>;
    /** Ends it at once; fine when it has ended. */
    kill(): Promise<void>;
    /** Ends it at once. */
    [Symbol.asyncDispose](): Promise<void>;
}
