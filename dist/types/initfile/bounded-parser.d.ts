import { type CST } from 'yaml';
/** Why a text was not read to its end, and where. */
export interface Limit {
    readonly code: 'TOO_LARGE' | 'TOO_DEEP';
    /** Index into the text. */
    readonly offset: number;
    readonly message: string;
}
/** Gives the tokens of a text, and ends early where it is too much. */
export declare class BoundedParser {
    #private;
    /** Set when it ended early. */
    limit: Limit | undefined;
    constructor(text: string);
    /** Tokens as the parser of `yaml` gives them. */
    parse(): Generator<CST.Token, void>;
}
