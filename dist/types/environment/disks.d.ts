import type { EnvironmentPlan } from '../providers/plan.ts';
import { type LayerParts } from './layers/bring.ts';
import { type WorkParts } from './layers/disk-work.ts';
import type { Services } from './services.ts';
/** What making the disks of an environment needs besides its plan. */
export interface DiskParts extends WorkParts, LayerParts {
    /** Directory of the images, for downloads that name no place. */
    readonly imagesDir: string;
    /** Brings a template into the store and gives its path, for images that have one as their parent. */
    fetchTemplate(template: string, version: string): Promise<string>;
}
/**
 * Makes all disks of an environment: what its `build` entries (and `provision: guestfs`) make of templates comes from
 * layers, which are built when they are not there; what is for this environment alone is done to the disks themselves.
 */
export declare function makeDisks(plan: EnvironmentPlan, parts: DiskParts, services: Services): Promise<void>;
