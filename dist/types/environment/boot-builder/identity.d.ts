import type { Json, StepContext } from '../../disks/layers/types.ts';
import type { WayIn } from './access.ts';
import type { BootItem } from './item.ts';
type Reader = Pick<StepContext, 'identityOf' | 'initFile'>;
/** What an item's key depends on besides the item. */
export interface ItemContext extends Reader, Pick<StepContext, 'arch'> {
    readonly domain: Pick<StepContext['domain'], 'name' | 'machine' | 'firmware'>;
    readonly disk: Pick<StepContext['disk'], 'bus'>;
}
/**
 * What an item does, for the key of its layer: files by their content, not by their place. What the machine is counts, as
 * steps see it (`/sys/firmware/efi`, `/dev/sda`); how large it is, and how long it may take, makes no difference.
 */
export declare function itemIdentity(item: BootItem, way: WayIn | '', context: ItemContext): Promise<Json>;
export {};
