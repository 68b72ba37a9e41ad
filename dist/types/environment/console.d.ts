import type { Readable, Writable } from 'node:stream';
import type { Logger } from '../host/log.ts';
import type { ConsoleCommand } from '../providers/provider.ts';
/** A terminal, as this process has it on its standard streams. */
export interface ConsoleStreams {
    readonly input: Readable & {
        readonly isTTY?: boolean;
    };
    readonly output: Writable & {
        readonly isTTY?: boolean;
    };
    readonly errors: Writable;
    readonly signal?: AbortSignal | undefined;
}
/**
 * Attaches a terminal to a console until its escape key is pressed, which is told first.
 *
 * @returns the exit code of the program that did it
 * @throws {UserError} `CONSOLE_NEEDS_TERMINAL`; as {@link runAttached}
 */
export declare function attachConsole(vm: string, { program, args, escapeKey }: ConsoleCommand, { signal, ...streams }: ConsoleStreams, log: Logger): Promise<number>;
