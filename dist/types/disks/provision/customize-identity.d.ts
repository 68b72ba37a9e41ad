import type { Json, StepContext } from '../layers/types.ts';
import { type CustomizeOptions } from './customize.ts';
/** Whether an option does nothing by itself, but says how the whole call goes about it. */
export declare function isForWholeCall(name: string): boolean;
/** What of an entry holds for a whole call: entries that agree in it can be carried out by one. */
export declare function callSignature(options: CustomizeOptions): string;
/**
 * What a `virt-customize` entry does, whatever the order in which it is written where that has no meaning. Files of the host
 * stand with their content, not with their place.
 */
export declare function customizeIdentity(options: CustomizeOptions, context: StepContext): Promise<Json>;
