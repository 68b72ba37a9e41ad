import { join, relative } from 'node:path';
import { z } from 'zod';
import { pathIsInside } from '../../host/files.ts';

/** How paths inside the prefix are written, so that it can be moved; Lago's way. */
const PREFIX_VARIABLE = '$LAGO_PREFIX_PATH';

/** A path as saved specs have it: below `$LAGO_PREFIX_PATH` when it is in the prefix, else as it is. */
export function portablePath(path: string, prefix: string): string {
  return pathIsInside(path, prefix) ? join(PREFIX_VARIABLE, relative(prefix, path)) : path;
}

/** The shape of `virt/snapshots.json`, read for a prefix. */
export function recordSchema(prefix: string) {
  const path = z
    .string()
    .transform((text) =>
      text.startsWith(`${PREFIX_VARIABLE}/`) ? join(prefix, relative(PREFIX_VARIABLE, text)) : text,
    );
  const format = z.enum(['qcow2', 'raw']);
  const image = z.object({ vm: z.string(), disk: z.string(), path, format });
  const file = z.object({ path });
  const diskImage = z.object({ disk: z.string(), path, format });
  const overlay = z.object({ disk: z.string(), path });
  const vmSnapshot = z.object({
    vm: z.string(),
    /** ISO time. */
    createdAt: z.string(),
    state: z.enum(['running', 'paused', 'stopped']),
    memory: z.object({ path, size: z.number() }).exactOptional(),
    /** Variables of the firmware of a machine that was down. */
    variables: file.exactOptional(),
    /** Pinned host key of the guest; none before the first contact. */
    hostKey: z.string().exactOptional(),
    disks: z.array(diskImage),
  });
  const pending = z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('take'),
      name: z.string(),
      vms: z.array(
        z.object({
          vm: z.string(),
          state: z.enum(['running', 'paused', 'stopped']),
          /** Besides images. */
          files: z.array(file),
          overlays: z.array(overlay),
        }),
      ),
    }),
    z.object({
      kind: z.literal('revert'),
      name: z.string(),
      vms: z.array(z.object({ vm: z.string(), overlays: z.array(overlay) })),
    }),
    z.object({
      kind: z.literal('resume'),
      vms: z.array(z.string()),
      /** Host keys to pin, or with none to forget. */
      hostKeys: z.array(z.object({ vm: z.string(), key: z.string().exactOptional() })),
      /** Where variables of firmware belong, and where their copies are. */
      variables: z.array(z.object({ path, from: file })).exactOptional(),
    }),
    z.object({ kind: z.literal('merge') }),
  ]);
  return z.object({
    version: z.literal(1),
    /** Oldest first. */
    snapshots: z.array(z.object({ name: z.string(), vms: z.array(vmSnapshot) })),
    /** Images that the disks are in now, where it is not the one that `init` made. */
    heads: z.array(image),
    /** Every image of ours below or beside the heads; some may be gone already. */
    images: z.array(image),
    /** Files that nothing needs any more. */
    unused: z.array(file),
    /** What was begun: whoever finds it without holding the lock has to end or undo it. */
    pending: pending.exactOptional(),
  });
}

/** All that is known about the snapshots of an environment, with absolute paths. */
export type SnapshotRecord = Readonly<z.infer<ReturnType<typeof recordSchema>>>;
export type Snapshot = SnapshotRecord['snapshots'][number];
export type VmSnapshot = Snapshot['vms'][number];
export type DiskImage = VmSnapshot['disks'][number];
export type Image = SnapshotRecord['images'][number];
export type Pending = NonNullable<SnapshotRecord['pending']>;

/** The record of an environment that never had a snapshot. */
export const NO_SNAPSHOTS: SnapshotRecord = { version: 1, snapshots: [], heads: [], images: [], unused: [] };

/** The record as it is written. */
export function portableRecord(record: SnapshotRecord, prefix: string): unknown {
  const text = JSON.stringify(record, (key, value: unknown) =>
    key === 'path' && typeof value === 'string' ? portablePath(value, prefix) : value,
  );
  return JSON.parse(text);
}

/** The record without what was begun. */
export function settled({ pending: _done, ...record }: SnapshotRecord): SnapshotRecord {
  return record;
}

/** Heads with some replaced or added. */
export function withHeads(heads: readonly Image[], changed: readonly Image[]): Image[] {
  const isChanged = ({ vm, disk }: Image) => changed.some((image) => image.vm === vm && image.disk === disk);
  return [...heads.filter((head) => !isChanged(head)), ...changed];
}

/** Images with some added, each once. */
export function withImages(images: readonly Image[], added: readonly Image[]): Image[] {
  return [...images, ...added.filter(({ path }) => images.every((image) => image.path !== path))];
}

/** Files that a snapshot has of a machine besides images. */
export function filesOf({ memory, variables }: VmSnapshot): { readonly path: string }[] {
  return [memory, variables].flatMap((found) => (found ? [{ path: found.path }] : []));
}
