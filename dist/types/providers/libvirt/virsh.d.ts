import { HostError, ToolError } from '../../host/errors.ts';
import { type RunResult } from '../../host/exec.ts';
import type { ProviderContext } from '../provider.ts';
/** One libvirt connection, used through `virsh`. */
export declare class Virsh {
    readonly url: string;
    constructor(url: string);
    /**
     * Runs a virsh command and gives its standard output.
     *
     * @throws {HostError} `LIBVIRT_UNREACHABLE` when there is no connection.
     * @throws {ToolError} `TOOL_FAILED` for any other failure.
     */
    run(args: readonly string[], context: ProviderContext): Promise<string>;
    /** Like {@link run}, but gives the result whatever the exit code is; a missing connection still throws. */
    try(args: readonly string[], context: ProviderContext): Promise<RunResult>;
    /**
     * Runs `create` or `net-create` on a definition; virsh reads definitions from files only.
     *
     * @param tag marks the call as one for an environment, see {@link settle}.
     */
    tryCreate(args: readonly string[], xml: string, tag: string, context: ProviderContext): Promise<RunResult>;
    /**
     * Waits for the `create` calls of processes that were killed meanwhile, and removes their definitions: virsh outlives
     * who called it, and what it makes afterwards would be nobody's.
     */
    settle(tag: string, context: ProviderContext): Promise<void>;
    /** Runs a command whose object may be gone already; answers whether it was there. */
    tryOnObject(args: readonly string[], context: ProviderContext): Promise<boolean>;
}
/** The error for a domain that libvirt refused to start, with the reasons users meet most explained. */
export declare function startFailed(name: string, error: unknown): unknown;
/** The error for a network that libvirt refused to start. */
export declare function netFailed(name: string, subnet: string | undefined, error: ToolError): HostError | ToolError;
