import { Command } from 'commander';
import type { CliIo } from './io.ts';
import { type OptionSpec, type OptionSpecs } from './options.ts';
import type { Verb } from './verb.ts';
/** The command line as commander knows it, with the way back to our verbs and options. */
export interface Program {
    readonly command: Command;
    verbOf(command: Command): Verb | undefined;
    /** What commander read for an option: text, texts, true, or nothing. */
    given(command: Command): (spec: OptionSpec<unknown>) => unknown;
}
/** Called with a verb and its positional arguments. */
export type OnVerb = (verb: Verb, command: Command, args: readonly string[]) => Promise<void>;
/** Builds the parser for a set of verbs. Nothing is printed but to the streams of `io`, nothing ends the process. */
export declare function buildProgram(verbs: readonly Verb[], io: CliIo, onVerb: OnVerb, globals?: OptionSpecs): Program;
/** All words that call a command, from `lago` on. */
export declare function commandPath(command: Command): string;
