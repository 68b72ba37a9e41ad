import { join } from 'node:path';
import { discardPart, download } from '../../host/download.ts';
import { ensureDirectory } from '../../host/files.ts';
import { displayUrl } from '../../host/http.ts';
import type { ImageContext } from '../../host/qemu-img.ts';
import { type Extraction, extractFiles, type OvaContents, type OvaSource, openOva, readContents } from './archive.ts';
import { invalidOva } from './errors.ts';
import { toQcow2 } from './image.ts';
import { type OvfDisk, type OvfMachine, parseOvf } from './ovf.ts';

/** Where an OVA is. */
export type OvaPlace =
  | { readonly kind: 'file' /** Absolute path that was checked. */; readonly path: string }
  | { readonly kind: 'http'; readonly url: string };

/** A machine out of an OVA, with its images in place. */
export interface ImportedOva extends Pick<OvfMachine, 'vcpu' | 'memory'> {
  readonly disks: readonly ImportedDisk[];
}

/** A disk out of an OVA. */
export interface ImportedDisk {
  readonly name: string;
  /** An image of its own, or the bytes of an empty disk. */
  readonly content:
    | { readonly kind: 'image' /** Absolute path of a qcow2 image. */; readonly file: string }
    | { readonly kind: 'empty'; readonly size: number };
}

/**
 * Imports an OVA: downloads it if need be, reads its description, and makes a qcow2 image of each of its disks. All files
 * lie in `directory`, which is made; what is left of a failure in it is the caller's to remove.
 *
 * @throws {UserError} `OVA_INVALID`; errors of {@link download} and of qemu-img; {@link HostError} `DISK_FULL`.
 */
export async function importOva(place: OvaPlace, directory: string, context: ImageContext): Promise<ImportedOva> {
  await ensureDirectory(directory);
  const path = place.kind === 'file' ? place.path : join(directory, 'download.ova');
  const name = placeName(place);
  if (place.kind === 'http') await fetchOva(place.url, path, context);
  const source: OvaSource = { name, signal: context.signal, open: () => openOva(path) };
  const contents = await readContents(source);
  const machine = machineIn(contents, name);
  const disks = machine.disks.map((disk, index) => ({ disk, member: memberOf(disk, contents, name), ...paths(index) }));
  const wanted = disks.flatMap(({ disk, member, raw }): [string, Extraction][] =>
    member === undefined || disk.content.kind === 'empty' ? [] : [[member, { target: raw, gzip: disk.content.gzip }]],
  );
  if (new Set(wanted.map(([member]) => member)).size < wanted.length) {
    throw invalidOva(name, 'two of its disks have the same image');
  }
  await extractFiles(source, new Map(wanted));
  if (place.kind === 'http') await discardPart(path);
  const images: ImportedDisk[] = [];
  for (const { disk, raw, file } of disks) {
    if (disk.content.kind === 'image') await toQcow2(raw, file, JSON.stringify(disk.name), name, context);
    const content = disk.content.kind === 'image' ? { kind: 'image' as const, file } : disk.content;
    images.push({ name: disk.name, content });
  }
  return { ...machine, disks: images };

  function paths(index: number) {
    return { raw: join(directory, `disk${index}.extracted`), file: join(directory, `disk${index}.qcow2`) };
  }
}

/** The one machine that an OVA has. @throws {UserError} `OVA_INVALID` */
export function machineIn({ descriptions }: OvaContents, name: string): OvfMachine {
  const [description] = descriptions;
  if (description === undefined || descriptions.length > 1) {
    const number = descriptions.length === 0 ? 'no description (*.ovf)' : `${descriptions.length} descriptions (*.ovf)`;
    throw invalidOva(name, `it has ${number}, not one`);
  }
  return parseOvf(description.text, description.name, name);
}

/** A place for messages; of a URL without what may be secret. */
export function placeName(place: OvaPlace): string {
  return place.kind === 'file' ? place.path : displayUrl(new URL(place.url));
}

async function fetchOva(url: string, file: string, context: ImageContext): Promise<void> {
  context.log?.info(`downloading ${placeName({ kind: 'http', url })}`);
  await download({ url, file, signal: context.signal, log: context.log });
}

function memberOf({ name, content }: OvfDisk, { files }: OvaContents, ova: string): string | undefined {
  if (content.kind === 'empty') return undefined;
  const member = content.members.find((candidate) => files.has(candidate));
  if (member !== undefined) return member;
  throw invalidOva(
    ova,
    `the image of its disk ${JSON.stringify(name)}, ${content.members.map((candidate) => JSON.stringify(candidate)).join(' or ')}, is not in it`,
  );
}
