import { posix } from 'node:path';
import { invalidOva } from './errors.ts';
import { unitBytes } from './units.ts';
import { childText, descendants, type XmlElement } from './xml.ts';

/** A disk of the machine that an OVF describes. */
export interface OvfDisk {
  /** As the description calls it; may be anything. */
  readonly name: string;
  readonly content:
    | { readonly kind: 'empty' /** Bytes. */; readonly size: number }
    /** Names in the archive that the image may have, likeliest first. */
    | { readonly kind: 'image'; readonly members: readonly string[]; readonly gzip: boolean };
}

const DISK = '17';
const MAX_DISKS = 100;

/**
 * The disks among the items of a machine. VMware refers to disks and files by `ovf:/disk/<id>`, oVirt to an image by its
 * place below `images/`.
 *
 * @param directory place of the description in the archive, empty or with a slash at its end.
 * @throws {UserError} `OVA_INVALID`
 */
export function findDisks(
  root: XmlElement,
  items: readonly XmlElement[],
  directory: string,
  ova: string,
): readonly OvfDisk[] {
  const found = items.filter((item) => childText(item, 'ResourceType') === DISK);
  if (found.length === 0) throw invalidOva(ova, 'its machine has no disk');
  if (found.length > MAX_DISKS) throw invalidOva(ova, `its machine has more than ${MAX_DISKS} disks`);
  const index = new References(root, directory, ova);
  return found.map((item) => index.resolve(childText(item, 'HostResource') ?? ''));
}

/** What an OVF says about files and disks, by their ids. */
class References {
  readonly #files: ReadonlyMap<string, XmlElement>;
  readonly #disks: ReadonlyMap<string, XmlElement>;
  readonly #directory: string;
  readonly #ova: string;

  constructor(root: XmlElement, directory: string, ova: string) {
    const byId = (kind: string, key: string) =>
      new Map(
        descendants(root, ({ name, attributes }) => name === kind && attributes.has(key)).map((element) => [
          element.attributes.get(key) ?? '',
          element,
        ]),
      );
    this.#files = byId('File', 'id');
    this.#disks = byId('Disk', 'diskId');
    this.#directory = directory;
    this.#ova = ova;
  }

  resolve(resource: string): OvfDisk {
    const [, kind, id = ''] = /^(?:ovf:)?\/?(disk|file)\/(.+)$/.exec(resource) ?? [];
    if (kind === 'disk') return this.#disk(id);
    if (kind === 'file') return this.#file(id);
    const name = posix.basename(resource);
    if (name === '') throw invalidOva(this.#ova, 'one of its disks has no image');
    const href = [...this.#files.values()].find((file) => file.attributes.get('href') === resource);
    const others = href === undefined ? [this.#files.get(name)?.attributes.get('href')] : [resource];
    const members = [`images/${resource}`, ...others.flatMap((other) => other ?? []), name];
    return { name, content: { kind: 'image', members, gzip: isGzip(href) } };
  }

  #disk(id: string): OvfDisk {
    const disk = this.#disks.get(id);
    if (disk === undefined)
      throw invalidOva(this.#ova, `it has no disk ${JSON.stringify(id)}, to which an item refers`);
    if (disk.attributes.has('parentRef'))
      throw invalidOva(this.#ova, `its disk ${JSON.stringify(id)} is a part of another one`);
    const file = disk.attributes.get('fileRef') ?? '';
    return file === '' ? { name: id, content: { kind: 'empty', size: this.#capacity(disk, id) } } : this.#file(file);
  }

  #file(id: string): OvfDisk {
    const file = this.#files.get(id);
    const href = file?.attributes.get('href') ?? '';
    if (href === '') throw invalidOva(this.#ova, `it has no file ${JSON.stringify(id)}, to which a disk refers`);
    if (file?.attributes.has('chunkSize'))
      throw invalidOva(this.#ova, `its file ${JSON.stringify(href)} is in several pieces`);
    const base = posix.basename(href);
    const name = base.slice(0, base.length - posix.extname(base).length);
    const members = [...new Set([`${this.#directory}${href}`, href])];
    return { name: name === '' ? id : name, content: { kind: 'image', members, gzip: isGzip(file) } };
  }

  #capacity({ attributes }: XmlElement, id: string): number {
    const unit = unitBytes(attributes.get('capacityAllocationUnits') ?? 'byte') ?? Number.NaN;
    const capacity = attributes.get('capacity') ?? '';
    const size = /^\d{1,15}$/.test(capacity) ? Number(capacity) * unit : Number.NaN;
    if (size >= 1 && Number.isSafeInteger(size)) return size;
    throw invalidOva(
      this.#ova,
      `its disk ${JSON.stringify(id)} has no image, and the size ${JSON.stringify(capacity)}`,
    );
  }
}

function isGzip(file: XmlElement | undefined): boolean {
  return file?.attributes.get('compression') === 'gzip';
}
