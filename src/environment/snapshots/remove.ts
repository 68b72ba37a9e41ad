import type { Services } from '../services.ts';
import { selectDomains } from '../start.ts';
import { findSnapshot } from './names.ts';
import { currentPlan, type SnapshotParts, writeRecord } from './parts.ts';
import { filesOf, type SnapshotRecord } from './record.ts';
import { tidy } from './tidy.ts';

/** Removes a snapshot, of some machines or all; others, older, newer or on branches, stay as they are. */
export async function removeSnapshot(
  name: string,
  vms: readonly string[] | undefined,
  parts: SnapshotParts,
  services: Services,
): Promise<void> {
  const record = parts.store.read();
  const domains = selectDomains(currentPlan(parts), vms);
  const doomed = findSnapshot(name, domains, vms !== undefined && vms.length > 0, record);
  await writeRecord(parts, without(record, name, new Set(doomed.vms.map(({ vm }) => vm))));
  await tidy(parts, services);
}

function without(record: SnapshotRecord, name: string, vms: ReadonlySet<string>): SnapshotRecord {
  const gone = record.snapshots.flatMap((snapshot) =>
    snapshot.name === name ? snapshot.vms.filter(({ vm }) => vms.has(vm)) : [],
  );
  return {
    ...record,
    snapshots: record.snapshots
      .map((snapshot) =>
        snapshot.name === name ? { name, vms: snapshot.vms.filter(({ vm }) => !vms.has(vm)) } : snapshot,
      )
      .filter((snapshot) => snapshot.vms.length > 0),
    unused: [...record.unused, ...gone.flatMap(filesOf)],
  };
}
