import type { Logger } from '../host/log.ts';
/** How to hold a template. */
interface KeepOptions {
    /** Name of the template, for messages. */
    readonly id: string;
    readonly timeoutMs: number;
    readonly signal?: AbortSignal | undefined;
    readonly log?: Logger | undefined;
}
/** Images that must stay in the store until this is disposed of, or the process ends. */
export declare class Holds implements AsyncDisposable {
    #private;
    /** Holds an image. @returns false when it is gone. Errors as those of `holdFile`. */
    keep(image: string, { id, ...options }: KeepOptions): Promise<boolean>;
    [Symbol.asyncDispose](): Promise<void>;
}
export {};
