/**
 * Makes text from a guest fit for a message: one line, no control characters, at most `limit` characters (the end of it,
 * where errors are). Guests are not trusted: their bytes could otherwise move a terminal's cursor or forge log lines.
 */
export declare function oneLine(text: string, limit?: number): string;
