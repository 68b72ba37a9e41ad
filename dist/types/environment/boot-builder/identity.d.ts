import type { Json, StepContext } from '../../disks/layers/types.ts';
import type { WayIn } from './access.ts';
import { type BootItem } from './item.ts';
type Reader = Pick<StepContext, 'identityOf'>;
/** What an item's key depends on besides the item. */
export interface ItemContext extends Reader {
    readonly domain: Pick<StepContext['domain'], 'name'>;
}
/**
 * What an item does, for the key of its layer: files by their content, not by their place. How large the machine is, and
 * how long it may take, makes no difference.
 */
export declare function itemIdentity(item: BootItem, way: WayIn | '', context: ItemContext): Promise<Json>;
export {};
