/** Cuts text into lines as it comes in pieces; very long lines come in several. */
export declare class LineSplitter {
    #private;
    constructor(onLine: (line: string) => void);
    /** Takes a piece. */
    add(chunk: Uint8Array): void;
    /** Gives what is left when no more comes. */
    end(): void;
}
