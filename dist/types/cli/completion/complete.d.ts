import type { CliIo } from '../io.ts';
import type { Sdk } from '../sdk.ts';
import type { Verb } from '../verb.ts';
/** What a completion may use. */
export interface CompletionParts {
    readonly io: CliIo;
    readonly verbs: readonly Verb[];
    /** Loads the SDK, for names of machines and the like only. */
    readonly load: () => Promise<Sdk>;
}
/**
 * Answers a completion script: prints the words that fit, one a line, for all shells but bash with a tab and what they
 * are. Nothing means: complete files. Never fails, because there is nobody to tell.
 *
 * @param args what follows `__complete`: shell, word under the cursor, words before it from the program's name on
 */
export declare function complete(args: readonly string[], parts: CompletionParts): Promise<void>;
