import { InternalError } from '../../host/errors.ts';
import type { DomainPlan, EnvironmentPlan } from '../../providers/plan.ts';
import type { Providers } from '../../providers/providers.ts';
import { withEnvironmentLock, withExistingEnvironment } from '../environment-lock.ts';
import type { Forwarding } from '../forwarding.ts';
import type { HostKeys } from '../host-keys.ts';
import type { SnapshotOptions } from '../options.ts';
import { readRecord } from '../owner.ts';
import type { PrefixPaths } from '../prefix.ts';
import type { Services } from '../services.ts';
import type { Vm } from '../vm.ts';
import { setClocks } from './clock.ts';
import { listSnapshots, type SnapshotInfo } from './list.ts';
import type { SnapshotParts } from './parts.ts';
import { recover } from './recover.ts';
import { removeSnapshot } from './remove.ts';
import { revertSnapshot } from './revert.ts';
import { SnapshotStore } from './store.ts';
import { takeSnapshot } from './take.ts';

/** What snapshots need of their environment. */
export interface SnapshotsSetup {
  readonly paths: PrefixPaths;
  readonly imagesDir: string;
  readonly providers: Providers;
  readonly hostKeys: HostKeys;
  readonly forwarding: Forwarding;
}

/** The snapshots of one environment, and with them the images that its disks are in. */
export class Snapshots {
  readonly #setup: SnapshotsSetup;
  readonly #store: SnapshotStore;

  constructor(setup: SnapshotsSetup) {
    this.#setup = setup;
    this.#store = new SnapshotStore(setup.paths);
  }

  /** The plan that `init` made, with the images that the disks are in now. */
  planNow(made: EnvironmentPlan): EnvironmentPlan {
    return this.#store.apply(made);
  }

  /**
   * Runs `body` while nobody else changes the environment, after ending or undoing what a killed process left half done.
   * Gives it the plan as it is then.
   *
   * @throws {StateError} `ENVIRONMENT_GONE`
   */
  async settled<T>(made: EnvironmentPlan, services: Services, body: (plan: EnvironmentPlan) => Promise<T>): Promise<T> {
    return withExistingEnvironment(made.uuid, services, async () => {
      await recover(this.#parts(made), services);
      return body(this.planNow(made));
    });
  }

  /** As {@link settled}; what is half done of an environment that is being destroyed, or was, is left to that. */
  async settledIfThere(made: EnvironmentPlan, services: Services, body: () => Promise<void>): Promise<void> {
    const record = await readRecord(services.paths.environmentsDir, made.uuid);
    if (record === undefined) return body();
    return record.phase === 'created'
      ? this.settled(made, services, body)
      : withEnvironmentLock(made.uuid, services, body);
  }

  /** See {@link takeSnapshot}. */
  async take(name: string, options: SnapshotOptions, made: EnvironmentPlan, services: Services): Promise<SnapshotInfo> {
    return this.settled(made, services, async () => {
      await takeSnapshot(name, options, this.#parts(made), services);
      const taken = (await this.list(made)).find((snapshot) => snapshot.name === name);
      if (taken === undefined) throw new InternalError(`the snapshot ${name} is gone`);
      return taken;
    });
  }

  /** See {@link revertSnapshot}. */
  async revert(
    name: string,
    vms: readonly string[] | undefined,
    made: EnvironmentPlan,
    services: Services,
  ): Promise<readonly DomainPlan[]> {
    return this.settled(made, services, () => revertSnapshot(name, vms, this.#parts(made), services));
  }

  /** See {@link listSnapshots}. */
  list(made: EnvironmentPlan): Promise<SnapshotInfo[]> {
    return listSnapshots(this.#parts(made));
  }

  /** See {@link removeSnapshot}. */
  async remove(
    name: string,
    vms: readonly string[] | undefined,
    made: EnvironmentPlan,
    services: Services,
  ): Promise<void> {
    return this.settled(made, services, () => removeSnapshot(name, vms, this.#parts(made), services));
  }

  /** See {@link setClocks}. */
  async setClocks(
    domains: readonly DomainPlan[],
    vms: ReadonlyMap<string, Vm>,
    answer: boolean,
    made: EnvironmentPlan,
    services: Services,
  ): Promise<void> {
    return setClocks(domains, vms, answer, this.#parts(made), services);
  }

  #parts(plan: EnvironmentPlan): SnapshotParts {
    const { paths: _paths, ...setup } = this.#setup;
    return { ...setup, plan, store: this.#store };
  }
}
