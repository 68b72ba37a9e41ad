/**
 * Quotes one word for a POSIX shell.
 *
 * @throws {UserError} `COMMAND_INVALID` for a word with a NUL, which no command line can carry.
 */
export declare function quoteWord(word: string): string;
/**
 * Makes the one string that SSH carries out of an argument array: a POSIX shell splits it into the same words again.
 * The only place where guest-side commands are quoted.
 *
 * @throws {UserError} `COMMAND_INVALID` for an empty array or an argument with a NUL.
 */
export declare function quoteCommand(argv: readonly string[]): string;
/**
 * Text of a command as the guest's login shell gets it: an array is quoted, a string stays as it is. Variables are set
 * by the text itself, since SSH servers refuse most that come as requests.
 *
 * @throws {UserError} `COMMAND_INVALID` for an empty command, a NUL, or a variable name that is none.
 */
export declare function commandText(command: string | readonly string[], env?: Readonly<Record<string, string>>): string;
