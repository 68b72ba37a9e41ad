import type { CliIo } from './io.ts';
/** Asks a person at the terminal. To be disposed of, so that standard input is let go. */
export declare class Questions implements Disposable {
    #private;
    constructor(io: CliIo);
    /** The answer without space around it; undefined at the end of the input. */
    ask(question: string): Promise<string | undefined>;
    /** As Lago asks: an empty answer or one that starts with y means yes; the end of the input means no. */
    confirm(question: string): Promise<boolean>;
    [Symbol.dispose](): void;
}
