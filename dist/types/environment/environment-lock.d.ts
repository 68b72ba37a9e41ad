import { type OwnerRecord } from './owner.ts';
import type { Services } from './services.ts';
/**
 * Runs `body` while nobody else destroys, starts, stops, saves or reverts the environment, or rewrites what is saved of it.
 * Must not be taken again inside.
 *
 * @param body is given the lock file, which goes with the owner record.
 */
export declare function withEnvironmentLock<T>(uuid: string, { paths, log, signal }: Services, body: (lockFile: string) => Promise<T>): Promise<T>;
/** As {@link withEnvironmentLock}, for an environment that is complete. @throws {StateError} `ENVIRONMENT_GONE` */
export declare function withExistingEnvironment<T>(uuid: string, services: Services, body: () => Promise<T>): Promise<T>;
/** The owner record of an environment that is complete. @throws {StateError} `ENVIRONMENT_GONE` */
export declare function assertThere(uuid: string, environmentsDir: string): Promise<OwnerRecord>;
