/** A counted number of places; who finds none waits for its turn. */
export declare class Slots {
    #private;
    constructor(count: number);
    /** Places that nobody has. */
    get free(): number;
    /** Takes a place. @throws {CancelledError} naming `what` when the signal fires first. */
    take(signal: AbortSignal | undefined, what: string): Promise<void>;
    /** Gives a place back, to whoever waits longest. */
    give(): void;
}
