import type { CliIo } from './io.ts';
import type { LogSink, Sdk } from './sdk.ts';
/** Whether this is a step of a job of GitHub Actions, whose runner reads commands out of what we print. */
export declare function isInJob({ env }: Pick<CliIo, 'env'>): boolean;
/** Folds what the outermost tasks say into groups of the job's log. There is one at a time: they cannot be nested. */
export declare class JobGroups implements Disposable {
    #private;
    /** @param write takes lines of the log as they are. */
    constructor(write: (line: string) => void, sdk: Pick<Sdk, 'neutralised' | 'neutralisedLine'>);
    /** Writes text of the log, in which the runner finds no command. The heading of a group stands above it already. */
    readonly line: (text: string) => void;
    /** Puts groups around what a sink makes of tasks with {@link line}. */
    around(lines: LogSink): LogSink;
    /** Ends the group that is open. */
    [Symbol.dispose](): void;
}
