import type { CollectedPath, CollectRequest } from './collect-paths.ts';
import type { Tally } from './copy-options.ts';
import { type ReceiveSource, type Remark } from './receive-command.ts';
import { StagedTree } from './staged-tree.ts';
/** One request on its way: what comes of it is prepared beside its destination, and put there at the end. */
export declare class CollectEntry {
    #private;
    readonly request: CollectRequest;
    readonly source: ReceiveSource;
    status: CollectedPath['status'] | undefined;
    constructor(request: CollectRequest, tally: Tally);
    /** Whether anything of it came. */
    get begun(): boolean;
    /** Where what comes of it goes, beside its destination. */
    tree(): Promise<StagedTree>;
    /** Decides what became of it after its stream ended well. */
    settle(remark: Remark | undefined, complaints: readonly string[]): void;
    fail(reason: string): void;
    /** Moves what came to its destination. */
    place(): Promise<void>;
    discard(): Promise<void>;
    report(): CollectedPath;
}
