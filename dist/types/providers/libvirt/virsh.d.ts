import { type RunResult } from '../../host/exec.ts';
import type { ProviderContext } from '../provider.ts';
import type { LibvirtAuth } from '../providers.ts';
/** What libvirt says of an object that somebody has created meanwhile. */
export declare const ALREADY_THERE: RegExp;
/** What marks calls of virsh as an environment's. */
export declare function tagOf({ uuid }: {
    readonly uuid: string;
}): string;
/** One libvirt connection, used through `virsh`. */
export declare class Virsh {
    #private;
    /** As the user knows it. */
    readonly url: string;
    constructor(url: string, auth?: LibvirtAuth);
    /**
     * Runs a virsh command and gives its standard output.
     *
     * @throws {HostError} `LIBVIRT_UNREACHABLE` when there is no connection.
     * @throws {ToolError} `TOOL_FAILED` for any other failure.
     */
    run(args: readonly string[], context: ProviderContext): Promise<string>;
    /**
     * Like {@link run}, but gives the result whatever the exit code is; a missing connection still throws.
     *
     * @param timeout milliseconds; no limit by default.
     */
    try(args: readonly string[], context: ProviderContext, timeout?: number): Promise<RunResult>;
    /**
     * Runs a command whose last argument is a file with a definition, such as `create`; virsh reads them from files only.
     *
     * @param tag marks the call as one for an environment, see {@link settle}.
     */
    tryCreate(args: readonly string[], xml: string, tag: string, context: ProviderContext): Promise<RunResult>;
    /**
     * Waits for the {@link tryCreate} calls of processes that were killed meanwhile, and removes their definitions: virsh outlives
     * who called it, and what it makes afterwards would be nobody's.
     */
    settle(tag: string, context: ProviderContext): Promise<void>;
    /** Runs a command whose object may be gone already; answers whether it was there. */
    tryOnObject(args: readonly string[], context: ProviderContext): Promise<boolean>;
    /** Like {@link run}, with undefined when the object is gone. */
    tryText(args: readonly string[], context: ProviderContext): Promise<string | undefined>;
}
/** The error for a domain that libvirt refused to start, with the reasons users meet most explained. */
export declare function startFailed(name: string, error: unknown): unknown;
