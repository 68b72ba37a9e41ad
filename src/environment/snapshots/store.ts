import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileError, parseJson, writeJson } from '../../host/files.ts';
import type { EnvironmentPlan } from '../../providers/plan.ts';
import type { PrefixPaths } from '../prefix.ts';
import { planNow } from './plan-now.ts';
import { NO_SNAPSHOTS, portableRecord, recordSchema, type SnapshotRecord } from './record.ts';

/**
 * `virt/snapshots.json`: which snapshots there are, and in which images the disks are now. It is the only truth about both:
 * one atomic write is the moment in which a snapshot or a revert happens. Other processes may change it at any time.
 */
export class SnapshotStore {
  readonly #file: string;
  readonly #paths: PrefixPaths;
  #read: { readonly version: string; readonly record: SnapshotRecord } | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #plan:
    | { readonly from: EnvironmentPlan; readonly record: SnapshotRecord; readonly plan: EnvironmentPlan }
    | undefined;

  constructor(paths: PrefixPaths) {
    this.#paths = paths;
    this.#file = join(paths.virt, 'snapshots.json');
  }

  /** The record as it is on disk now. @throws {StateError} `FILE_BROKEN` */
  read(): SnapshotRecord {
    const stats = statSync(this.#file, { throwIfNoEntry: false });
    if (stats === undefined) return NO_SNAPSHOTS;
    // Every write makes a new file.
    const version = `${stats.ino} ${stats.mtimeMs} ${stats.size}`;
    if (this.#read?.version !== version) this.#read = { version, record: this.#load() };
    return this.#read.record;
  }

  /** Writes the record, and what follows from it for Lago's specs in `virt/vm-*`. */
  async write(record: SnapshotRecord, plan: EnvironmentPlan): Promise<void> {
    await writeJson(this.#file, portableRecord(record, this.#paths.root), { mode: 0o600 });
    const { domains } = planNow(plan, record);
    for (const { name, spec } of domains.values()) {
      await writeJson(join(this.#paths.virt, `vm-${name}`), spec, { mode: 0o600 });
    }
  }

  /** Changes the record, one change after the other however many are asked for at once. */
  update(change: (record: SnapshotRecord) => SnapshotRecord, plan: EnvironmentPlan): Promise<void> {
    const done = this.#last.then(() => this.write(change(this.read()), plan));
    this.#last = done.catch(() => undefined);
    return done;
  }

  /** A plan as `init` made it, with the images that the disks are in now. */
  apply(from: EnvironmentPlan): EnvironmentPlan {
    const record = this.read();
    if (this.#plan?.from !== from || this.#plan.record !== record) {
      this.#plan = { from, record, plan: planNow(from, record) };
    }
    return this.#plan.plan;
  }

  #load(): SnapshotRecord {
    try {
      return parseJson(readFileSync(this.#file, 'utf8'), recordSchema(this.#paths.root), this.#file);
    } catch (error) {
      throw fileError(error, 'read', this.#file);
    }
  }
}
