import type { LayerBuilder } from '../../disks/layers/types.ts';
/**
 * The builder `boot`: boots the disk once, without libvirt, does things in it over SSH, and leaves it as it was apart from
 * them.
 *
 * @param logsDir where the serial logs of builds that failed are kept, the last one of each disk.
 */
export declare function bootBuilder(logsDir: string): LayerBuilder;
