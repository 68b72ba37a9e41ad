import type { Command } from 'commander';
/** A command line taken apart, in the order that commander wants. */
export interface OrderedArgv {
    /** Global options, then the verb, then its own options and arguments. */
    readonly argv: readonly string[];
    /** The verb that was named, if it exists. */
    readonly verb: Command | undefined;
}
/**
 * Writes a command line the way commander takes it: global options stand before the verb, wherever the user put them,
 * and unique beginnings of long options are written in full (`--workdir x` becomes `--workdir-path=x`), as Lago allowed.
 *
 * @param passesThrough whether everything after the first argument of a verb is not for us.
 * @param onVerb told which verb it is before its options are looked at.
 * @throws {UsageError} for a beginning that fits several options, or a missing value.
 */
export declare function orderArgv(argv: readonly string[], program: Command, passesThrough: (verb: Command) => boolean, onVerb?: (verb: Command) => void): OrderedArgv;
