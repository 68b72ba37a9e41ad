import type { CliIo } from './io.ts';
import { type Sdk } from './sdk.ts';
import type { Verb } from './verb.ts';
/** How to run the CLI; tests replace these. */
export interface RunCliOptions {
    /** Loads the SDK when a verb runs. */
    readonly sdk?: () => Promise<Sdk>;
    readonly verbs?: readonly Verb[];
    /** Configuration files, least important first. */
    readonly configFiles?: readonly string[];
}
/**
 * Runs `lago` with the arguments after its name and gives the exit code. Never throws, never ends the process; results
 * go to `io.stdout`, everything else to `io.stderr`.
 */
export declare function runCli(argv: readonly string[], io: CliIo, options?: RunCliOptions): Promise<number>;
