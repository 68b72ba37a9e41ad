import { type CliIo } from './io.ts';
import type { Logger, Sdk } from './sdk.ts';
/** What is known about a call when it fails. */
export interface FailureContext {
    readonly io: CliIo;
    /** Loaded when the verb had begun. */
    readonly sdk?: Sdk | undefined;
    readonly log?: Logger | undefined;
    /** The lago.log of the environment that the verb works on. */
    readonly logFile?: string | undefined;
    /** Words to ask for help with, for example `lago start`. */
    readonly name: string;
    /** Usage line of the verb. */
    readonly usage?: string | undefined;
    /** What loading plugins gave to say, as long as nobody has said it: it may be the reason of the failure. */
    readonly warnings?: readonly string[];
}
/** Tells the user what went wrong, in one place for all verbs, and gives the exit code. */
export declare function reportFailure(error: unknown, context: FailureContext): number;
