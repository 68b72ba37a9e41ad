import type { Json, StepContext } from '../../disks/layers/types.ts';
import type { WayIn } from './access.ts';
import { type BootItem } from './item.ts';
type Reader = Pick<StepContext, 'identityOf'>;
/**
 * What an item does, for the key of its layer: files by their content, not by their place. How large the machine is, and
 * how long it may take, makes no difference.
 */
export declare function itemIdentity(item: BootItem, way: WayIn | '', context: Reader): Promise<Json>;
export {};
