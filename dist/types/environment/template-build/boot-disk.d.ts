import { type ToolContext } from './namespaces.ts';
/**
 * Puts a root directory on a disk with one partition (ext4) and a boot loader for BIOS.
 *
 * @param size bytes.
 * @param image absolute path of the qcow2 file to make.
 * @param scratch directory for what it takes.
 * @throws {HostError} `TOOL_MISSING`; {@link ToolError} `TEMPLATE_BUILD_FAILED`
 */
export declare function makeBootDisk(root: string, size: number, image: string, scratch: string, context: ToolContext): Promise<void>;
/** Looks before the long part whether it can end well. @throws {HostError} `TOOL_MISSING` */
export declare function requireBootLoader(env: Readonly<Record<string, string | undefined>>): Promise<void>;
