import { StateError, UserError } from '../../host/errors.ts';
import type { DomainPlan } from '../../providers/plan.ts';
import { snapshotsOf } from './plan-now.ts';
import type { Snapshot, SnapshotRecord } from './record.ts';

/** Longest name of a snapshot. */
const LONGEST = 100;

/** @throws {UserError} `SNAPSHOT_NAME_INVALID` for a name that lists could not show, or that looks like an option. */
export function checkName(name: string): void {
  const isUsable = /^[^\s\p{Cc}\p{Cf},/-](?:[^\p{Cc}\p{Cf},/]*[^\s\p{Cc}\p{Cf},/])?$/u.test(name);
  if (isUsable && name.length <= LONGEST) return;
  throw new UserError('SNAPSHOT_NAME_INVALID', `the snapshot name ${JSON.stringify(name)} is not usable`, {
    hint: `Use up to ${LONGEST} letters, digits, dots, dashes, underscores or spaces; neither commas nor slashes.`,
  });
}

/** @throws {StateError} `SNAPSHOT_EXISTS` when one of the machines has a snapshot of that name. */
export function refuseTaken(name: string, domains: readonly DomainPlan[], record: SnapshotRecord): void {
  const taken = domains.filter((domain) => snapshotsOf(domain.name, record).some((other) => other.name === name));
  if (taken.length === 0) return;
  const whose = taken.map((domain) => domain.name).join(', ');
  throw new StateError('SNAPSHOT_EXISTS', `there is a snapshot ${name} of ${whose} already`, {
    hint: 'Choose another name, or replace it with --force (`force: true`).',
  });
}

/**
 * The named snapshot, of these machines only when some are named.
 *
 * @throws {StateError} `SNAPSHOT_UNKNOWN`, listing those there are.
 */
export function findSnapshot(
  name: string,
  domains: readonly DomainPlan[],
  named: boolean,
  { snapshots }: SnapshotRecord,
): Snapshot {
  const found = snapshots.find((snapshot) => snapshot.name === name);
  const there = snapshots.map((snapshot) => snapshot.name).join(', ');
  const hint = there === '' ? 'There are none: take one with `lago snapshot NAME`.' : `Snapshots: ${there}.`;
  if (!found) throw new StateError('SNAPSHOT_UNKNOWN', `there is no snapshot ${name} in this environment`, { hint });
  const vms = found.vms.filter(({ vm }) => domains.some((domain) => domain.name === vm));
  const without = named ? domains.filter((domain) => vms.every(({ vm }) => vm !== domain.name)) : [];
  if (without.length > 0) {
    const whose = without.map((domain) => domain.name).join(', ');
    throw new StateError('SNAPSHOT_UNKNOWN', `there is no snapshot ${name} of ${whose}`, {
      hint: `It has ${found.vms.map(({ vm }) => vm).join(', ')}. ${hint}`,
    });
  }
  return { name, vms };
}
