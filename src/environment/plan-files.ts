import { type Stats, statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { isInside } from '../disks/files.ts';
import { COMPRESSIONS } from '../host/compression.ts';
import { hasErrorCode } from '../host/errors.ts';
import type { DiskSpec, InitFile, ReportProblem } from '../initfile/types.ts';
import type { DiskPlan, DomainPlan } from '../providers/plan.ts';
import type { PlanContext } from './plan-context.ts';

/**
 * Reports disks whose image is not there. What is downloaded, or made by `init` itself, is there later; a file that init
 * files may not use is nothing to talk about.
 */
export function checkDiskFiles(
  initFile: InitFile,
  planned: readonly DomainPlan[],
  { prefix, imagesDir, allowedPaths, cwd = initFile.directory, faultOf }: PlanContext,
  report: ReportProblem,
): void {
  if (faultOf === undefined) return;
  const all = planned.flatMap(({ disks }) => disks);
  const fetched = new Set(all.flatMap(({ source }) => ('url' in source && source.url ? [source.file] : [])));
  const isLater = (file: string) => fetched.has(file) || isInside(file, [prefix, imagesDir]);
  for (const { name, disks } of planned) {
    const specs = initFile.domains.get(name)?.disks ?? [];
    for (const disk of disks) {
      const file = imageOf(disk);
      if (file === undefined || isLater(file) || !isInside(file, allowedPaths)) continue;
      const fault = faultOf(file);
      if (fault === undefined) continue;
      const index = specs.findIndex((spec) => spec.name === disk.name);
      report({
        severity: 'error',
        code: 'DISK_FILE_MISSING',
        path: ['domains', name, 'disks', index, 'path'],
        message: `the file ${file} ${fault}`,
        ...(isRelative(specs[index]) ? { hint: `relative paths refer to ${cwd}` } : {}),
      });
    }
  }
}

/** What is wrong with the file of an image, if anything; it may be there compressed only, under the name that it has then. */
export function faultOfImage(file: string): string | undefined {
  const stats = statsOf(file);
  if (stats === 'unknown' || stats?.isFile()) return undefined;
  const isPacked = COMPRESSIONS.some(({ suffix }) => statsOf(`${file}${suffix}`) !== undefined);
  if (isPacked) return undefined;
  return stats === undefined ? 'does not exist' : 'is not a file';
}

/** What cannot be looked at is told by whoever opens it. */
function statsOf(file: string): Stats | 'unknown' | undefined {
  try {
    return statSync(file);
  } catch (error) {
    return hasErrorCode(error, 'ENOENT', 'ENOTDIR') ? undefined : 'unknown';
  }
}

function imageOf({ source }: DiskPlan): string | undefined {
  if (source.kind === 'template-file') return source.backingFile;
  return source.kind === 'file' || source.kind === 'cdrom' ? source.file : undefined;
}

function isRelative(spec: DiskSpec | undefined): boolean {
  const path = spec !== undefined && 'path' in spec ? spec.path : undefined;
  return path !== undefined && !isAbsolute(path) && !path.startsWith('$');
}
