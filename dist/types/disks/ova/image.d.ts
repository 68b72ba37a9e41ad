import { type ImageContext } from '../../host/qemu-img.ts';
/**
 * Makes a qcow2 image of its own from an image out of an OVA: qcow2, VMDK of one file, or raw. The source is removed. What
 * would make QEMU open other files of this host is refused before any tool looks at it.
 *
 * @throws {UserError} `OVA_INVALID`; {@link ToolError} `TOOL_FAILED`; {@link HostError} `DISK_FULL`; {@link CancelledError}.
 */
export declare function toQcow2(source: string, target: string, what: string, ova: string, context: ImageContext): Promise<void>;
