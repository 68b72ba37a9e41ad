import type { Logger } from '../../host/log.ts';
/** What running a program for a template needs. */
export interface ToolContext {
    readonly log: Logger;
    readonly signal?: AbortSignal | undefined;
}
/**
 * Runs a program as root in mount and process namespaces of its own: whatever ends it, or this process, also ends all that
 * it has started and mounted.
 *
 * @param title names it in messages.
 * @throws {ToolError} `TEMPLATE_BUILD_FAILED`, with the end of its output; {@link HostError} `TOOL_MISSING`
 */
export declare function runApart(title: string, argv: readonly [string, ...string[]], { log, signal }: ToolContext): Promise<void>;
/** Runs a program with its output in the log. Errors as {@link runApart}. */
export declare function runLogged(title: string, [program, ...args]: readonly [string, ...string[]], { log, signal }: ToolContext, { env, ...place }?: {
    readonly env?: Readonly<Record<string, string>>;
    readonly cwd?: string;
}): Promise<void>;
/** @throws {HostError} `ROOT_NEEDED` */
export declare function requireRoot(what: string): void;
