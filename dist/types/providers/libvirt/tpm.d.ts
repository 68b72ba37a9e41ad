import type { ProviderContext } from '../provider.ts';
import type { Virsh } from './virsh.ts';
/**
 * Removes what an emulated TPM has stored, which outlives its transient domain and which only libvirt may touch. libvirt
 * removes it with a persistent domain of the same uuid whose TPM does not ask to be kept, so one is defined for a moment.
 *
 * @throws {ToolError} `TOOL_FAILED`
 */
export declare function removeTpmState(virsh: Virsh, { libvirtName, uuid }: {
    readonly libvirtName: string;
    readonly uuid: string;
}, tag: string, context: ProviderContext): Promise<void>;
