/** Shells for which there is a completion. */
export declare const SHELLS: readonly ['bash', 'zsh', 'fish'];
export type Shell = (typeof SHELLS)[number];
/** Name of the hidden command that the scripts ask: `__complete SHELL CURRENT_WORD WORDS_BEFORE...`. */
export declare const COMPLETE = "__complete";
/** The completion of a shell, to be sourced. */
export declare function completionScript(shell: Shell): string;
