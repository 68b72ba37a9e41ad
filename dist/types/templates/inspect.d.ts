import { type ImageFormat } from '../host/qcow2.ts';
import { type ImageContext } from '../host/qemu-img.ts';
/**
 * Looks whether a file that came from somewhere can become a template: whole, and without a word about other files of
 * this host, which its guests could read then.
 *
 * @param name the template, for messages.
 * @returns its format.
 * @throws {ToolError} `TEMPLATE_UNSAFE` or `TEMPLATE_BROKEN`.
 */
export declare function inspectTemplate(file: string, name: string, context: ImageContext): Promise<ImageFormat>;
