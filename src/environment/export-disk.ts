import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type ExportImage, writeExport } from '../disks/export.ts';
import { type Compressor, compressFile } from '../host/compress.ts';
import { syncFile, writeFileAtomic, writeJson } from '../host/files.ts';
import { hashFile } from '../host/hash.ts';
import type { DiskPlan } from '../providers/plan.ts';
import type { Services } from './services.ts';

/** One disk that is to be exported. */
export interface ExportJob {
  readonly vm: string;
  readonly disk: DiskPlan;
  readonly image: ExportImage;
  /** Name of the image, without what a compressor adds. */
  readonly name: string;
  /** Name of the file that there will be. */
  readonly fileName: string;
}

/** Names of all files that a disk's export consists of. */
export function fileNamesOf({ name, fileName }: Pick<ExportJob, 'name' | 'fileName'>): readonly string[] {
  return [fileName, `${name}.hash`, `${name}.metadata`, `${fileName}.sha256`];
}

/**
 * Writes a disk's image into a directory, with `.hash` and `.metadata` as Lago has them (both about the image before it
 * was compressed), and a `.sha256` of the file itself that `sha256sum --check` reads.
 */
export async function exportDisk(
  job: ExportJob,
  directory: string,
  compressor: Compressor | undefined,
  { log, signal }: Services,
): Promise<void> {
  const context = { log, signal };
  const path = join(directory, job.name);
  await writeExport(job.image, path, context);
  const hashes = await hashFile(path, ['sha1', 'sha256'], signal);
  const [sha1 = '', sha256 = ''] = [hashes.get('sha1'), hashes.get('sha256')];
  await writeFileAtomic(`${path}.hash`, sha1);
  await writeJson(`${path}.metadata`, { ...(await metadataOf(job, path)), sha1, sha256 });
  const file = compressor === undefined ? path : await compressFile(path, compressor, context);
  const ofFile = file === path ? sha256 : (await hashFile(file, ['sha256'], signal)).get('sha256');
  await writeFileAtomic(`${file}.sha256`, `${ofFile}  ${basename(file)}\n`);
  await syncFile(file);
}

/** What Lago writes, with the template that the layer lies on as its base. */
async function metadataOf({ disk, image, name }: ExportJob, path: string): Promise<Readonly<Record<string, unknown>>> {
  const isTemplate = disk.source.kind === 'template' || disk.source.kind === 'template-file';
  const base = image.kind === 'layer' ? image.name : 'None';
  return {
    ...disk.metadata,
    name,
    size: (await stat(path)).size,
    version: `${new Date().toISOString().slice(0, 10).replaceAll('-', '')}.0`,
    ...(isTemplate ? { base } : {}),
  };
}
