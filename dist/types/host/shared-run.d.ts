/**
 * Work whose result many ask for at once. Whoever asks gets the result of a run that began after the question, and shares
 * it with all who asked before it began; so there is at most one run at a time.
 */
export declare class SharedRun<T> {
    #private;
    constructor(work: () => Promise<T>);
    /** The result of the next run. @throws whatever the work does. */
    read(): Promise<T>;
}
