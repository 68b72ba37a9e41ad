import { ToolError } from '../../host/errors.ts';
import { HttpError } from '../../host/http.ts';
import type { TemplateHash } from '../types.ts';
import type { DatedLayout, Layout, Place, UndatedLayout } from './layout.ts';
import { versionsIn } from './listing.ts';
import { hashIn } from './sums.ts';

/** A version as its distributor has it now. */
export interface FoundImage {
  readonly version: string;
  /** Address of the image. */
  readonly url: string;
  readonly hash: TemplateHash;
}

/** How the distributor's server is read. */
export interface Distributor {
  /** Fetches a small file. @throws {HttpError} and connection errors. */
  fetchBytes(url: string): Promise<Uint8Array>;
  /** Checks a checksum file's signature. @returns what is signed of it. */
  verify(
    signed: { readonly address: string; readonly text: string; readonly detached?: Uint8Array | undefined },
    layout: NonNullable<Layout['signature']>,
  ): Promise<string>;
}

/** How many of the newest versions are tried: one that is being published may still lack its checksums. */
const CANDIDATES = 2;

/** How much of a hash names the version of an image that has no other. */
const HASH_VERSION = 16;

/**
 * Finds the newest version of an image.
 *
 * @throws {ToolError} `TEMPLATE_MISSING` when the distributor has none where we look, or its checksum file lacks it;
 *   `TEMPLATE_SIGNATURE_BAD`; connection errors.
 */
export async function findNewest(layout: Layout, from: Distributor): Promise<FoundImage> {
  if (layout.kind === 'undated') return findUndated(layout, from);
  const looked: string[] = [];
  for (const place of layout.places) {
    looked.push(place.listing);
    const html = await fetchIfThere(place.listing, from);
    for (const version of html === undefined ? [] : versionsIn(html, layout).slice(0, CANDIDATES)) {
      const found = await imageIfThere(layout, place, version, from);
      if (found !== undefined) return found;
      looked.push(place.directory(version));
    }
  }
  throw moved(looked, 'no image with a checksum was found there');
}

/**
 * Finds one version of an image; undefined when its distributor does not have it (any more).
 *
 * @throws {ToolError} `TEMPLATE_SIGNATURE_BAD`; connection errors.
 */
export async function findVersion(layout: Layout, version: string, from: Distributor): Promise<FoundImage | undefined> {
  if (layout.kind === 'undated') {
    const found = await findUndated(layout, from);
    return found.version === version ? found : undefined;
  }
  if (!layout.version.test(version)) return undefined;
  for (const place of layout.places) {
    const found = await imageIfThere(layout, place, version, from);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function findUndated(layout: UndatedLayout, from: Distributor): Promise<FoundImage> {
  const { directory, image } = layout;
  const hash = await hashOf(layout, directory, image, '', from);
  return { version: hash.value.slice(0, HASH_VERSION), url: `${directory}${image}`, hash };
}

async function imageIfThere(
  layout: DatedLayout,
  place: Place,
  version: string,
  from: Distributor,
): Promise<FoundImage | undefined> {
  const directory = place.directory(version);
  const image = layout.image(version);
  try {
    return { version, url: `${directory}${image}`, hash: await hashOf(layout, directory, image, version, from) };
  } catch (error) {
    if (error instanceof ToolError && error.code === 'TEMPLATE_MISSING') return undefined;
    throw error;
  }
}

async function hashOf(
  layout: Layout,
  directory: string,
  image: string,
  version: string,
  from: Distributor,
): Promise<TemplateHash> {
  const sums = layout.sums(image, version);
  const address = `${directory}${sums}`;
  const text = await fetchIfThere(address, from);
  if (text === undefined) throw moved([address], 'there is no such file');
  const signed = await signedPart(layout, address, text, from);
  const others = layout.kind === 'undated' ? layout.builds : undefined;
  const hash = hashIn(signed, image, sums.startsWith(image), others);
  if (hash === undefined) throw moved([address], `it has no SHA-256 or SHA-512 of ${image}`);
  return hash;
}

async function signedPart({ signature }: Layout, address: string, text: string, from: Distributor): Promise<string> {
  if (signature === undefined) return text;
  if (signature.kind === 'clear') return from.verify({ address, text }, signature);
  const detached = await bytesIfThere(`${address}${signature.kind}`, from);
  return from.verify({ address, text, detached }, signature);
}

async function fetchIfThere(url: string, from: Distributor): Promise<string | undefined> {
  const bytes = await bytesIfThere(url, from);
  return bytes && Buffer.from(bytes).toString('utf8');
}

async function bytesIfThere(url: string, from: Distributor): Promise<Uint8Array | undefined> {
  try {
    return await from.fetchBytes(url);
  } catch (error) {
    if (error instanceof HttpError && [403, 404, 410].includes(error.status)) return undefined;
    throw error;
  }
}

function moved(places: readonly string[], problem: string): ToolError {
  return new ToolError('TEMPLATE_MISSING', `${places.join(', ')}: ${problem}`);
}
