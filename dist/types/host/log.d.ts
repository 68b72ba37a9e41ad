/** Log levels, least important first. */
export declare const LOG_LEVELS: readonly ['debug', 'info', 'warning', 'error'];
/** How important a message is. */
export type LogLevel = (typeof LOG_LEVELS)[number];
/** One event of a run, as sinks receive it. Text is already free of secrets. */
export type LogEvent = {
    readonly kind: 'message';
    readonly level: LogLevel;
    readonly text: string;
    readonly at: Date;
    readonly depth: number;
    readonly task: readonly string[];
} | {
    readonly kind: 'task-start';
    readonly title: string;
    readonly at: Date;
    readonly depth: number;
    readonly task: readonly string[];
} | {
    readonly kind: 'task-end';
    readonly title: string;
    readonly at: Date;
    readonly depth: number;
    readonly task: readonly string[];
    readonly milliseconds: number;
    readonly failed: boolean;
};
/** Where events go: a terminal, the Actions log, lago.log. Sinks must not throw. */
export type LogSink = (event: LogEvent) => void;
/**
 * Logger handed down through every layer. Tasks form a tree; nothing below the front ends prints.
 * Secrets registered with `mask` are replaced in all later events, in every sink.
 */
export interface Logger {
    /** For lago.log and `--loglevel debug`. */
    debug(text: string): void;
    /** What a user wants to know. */
    info(text: string): void;
    /** Something that may go wrong later, or was done otherwise than asked. */
    warning(text: string): void;
    /** Something that went wrong. */
    error(text: string): void;
    /** Runs `body` as a named sub-task; its end is reported with the time taken, also when it throws. */
    task<T>(title: string, body: (log: Logger) => Promise<T>): Promise<T>;
    /** Replaces `secret` by `***` from now on. Strings shorter than 4 characters are ignored. */
    mask(secret: string): void;
    /** The text with masked secrets replaced, for what is shown without being logged. */
    redact(text: string): string;
    /** A logger at the same place of the tree whose events go to `sinks` besides. */
    withSinks(...sinks: readonly LogSink[]): Logger;
}
/** Makes the root logger of a run. Without sinks it is silent. */
export declare function createLogger(...sinks: readonly LogSink[]): Logger;
/** Whether a message of `level` passes a threshold of `minimum`. */
export declare function passes(level: LogLevel, minimum: LogLevel): boolean;
