import type { Acceleration, EnvironmentPlan } from '../providers/plan.ts';
import type { Services } from './services.ts';
/** libguestfs appliances at once: each is a virtual machine of its own. */
export declare const APPLIANCES = 2;
/** What making the disks of an environment needs besides its plan. */
export interface DiskParts {
    readonly publicKey: string;
    /** Directories from which disks may come. */
    readonly roots: readonly string[];
    /** Directory of the images, for downloads that name no place. */
    readonly imagesDir: string;
    /** The user's own settings of libguestfs win. */
    readonly env: Readonly<Record<string, string | undefined>>;
    /** Brings a template into the store and gives its path, for images that have one as their parent. */
    fetchTemplate(template: string, version: string): Promise<string>;
    readonly acceleration: Acceleration;
    /** File with the public key. */
    readonly publicKeyFile: string;
    /** Directory that relative paths in `build` entries refer to. */
    readonly cwd: string;
    readonly skipBuild: boolean;
}
/** Makes all disks of an environment, then prepares the guests that can only be prepared on their disks. */
export declare function makeDisks(plan: EnvironmentPlan, parts: DiskParts, services: Services): Promise<void>;
