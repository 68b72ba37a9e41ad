import { TemplateStore } from '../../templates/store.ts';
import type { Services } from '../services.ts';
type Places = Pick<Services, 'paths'>;
/** Images by real path, each with what lies over it: uuids of environments, `layer <key>`. */
export type ImageUsers = ReadonlyMap<string, readonly string[]>;
/** The host's template store, which knows what lies over its images. */
export declare function templateStore(services: Places): TemplateStore;
/**
 * Those of an image's users that keep it from being exchanged: environments. A layer that nobody uses says what it was built
 * over: it is good again over the same, and not used over anything else.
 */
export declare function environmentsOf(users: readonly string[]): readonly string[];
/**
 * Finds all images that disks of existing environments (their snapshots too) and layers lie over, by following the backing
 * files in the images' headers. All environments count whose state directories ever used the store.
 *
 * @throws {HostError} `PERMISSION_DENIED` for environments of other users that cannot be looked into; {@link StateError}
 *   `FILE_BROKEN` for a broken record: then nobody can say what is in use.
 */
export declare function imageUsers(services: Places): Promise<ImageUsers>;
/**
 * Lets the store know where the records of its environments are, when that is not beside it: whoever prunes it looks there.
 * A store that is read-only for us cannot be told: that is a warning.
 */
export declare function registerEnvironments({ paths, log }: Pick<Services, 'paths' | 'log'>): Promise<void>;
export {};
