import type { RawMapping } from '../../initfile/types.ts';
import type { DomainPlan, EnvironmentPlan } from '../../providers/plan.ts';
import { type DiskImage, portablePath, type SnapshotRecord } from './record.ts';

/** The plan that `init` made, with the images that the disks are in now and the snapshots in the saved specs. */
export function planNow(plan: EnvironmentPlan, record: SnapshotRecord): EnvironmentPlan {
  if (record.heads.length === 0 && record.snapshots.length === 0) return plan;
  const domains = [...plan.domains].map(([name, domain]): [string, DomainPlan] => [
    name,
    domainNow(domain, plan, record),
  ]);
  return { ...plan, domains: new Map(domains) };
}

function domainNow(domain: DomainPlan, { prefix }: EnvironmentPlan, record: SnapshotRecord): DomainPlan {
  const heads = record.heads.filter(({ vm }) => vm === domain.name);
  const disks = domain.disks.map((disk) => {
    const head = heads.find((candidate) => candidate.disk === disk.name);
    return head ? { ...disk, path: head.path, format: head.format } : disk;
  });
  const portable = (image: DiskImage) => ({ ...image, path: portablePath(image.path, prefix) });
  const spec = {
    ...domain.spec,
    disks: specsOf(domain, heads.map(portable)),
    snapshots: Object.fromEntries(
      snapshotsOf(domain.name, record).map(({ name, disks: images }) => [
        name,
        specsOf(domain, images.map(portable), 'these only'),
      ]),
    ),
  };
  return { ...domain, disks, spec };
}

/** The snapshots that one machine has, oldest first. */
export function snapshotsOf(vm: string, { snapshots }: SnapshotRecord) {
  return snapshots.flatMap(({ name, vms }) => {
    const found = vms.find((candidate) => candidate.vm === vm);
    return found ? [{ name, ...found }] : [];
  });
}

/**
 * A machine's disks in the spelling of Lago's specs, with these images in place of those that `init` made.
 *
 * @param which leaves out disks that have no image among them.
 */
export function specsOf(
  domain: DomainPlan,
  images: readonly DiskImage[],
  which: 'all' | 'these only' = 'all',
): readonly RawMapping[] {
  const { disks } = domain.spec;
  if (!Array.isArray(disks)) return [];
  return disks.flatMap((spec: unknown, index): RawMapping[] => {
    if (typeof spec !== 'object' || spec === null) return [];
    const image = images.find(({ disk }) => disk === domain.disks[index]?.name);
    if (image) return [{ ...spec, path: image.path, format: image.format }];
    return which === 'all' ? [{ ...spec }] : [];
  });
}
