import type { TemplateHash } from '../types.ts';

const ALGORITHMS = { 64: 'sha256', 128: 'sha512' } as const;

/** `SHA256 (name) = hash`, as of BSD, Fedora, CentOS and Rocky. */
const TAGGED = /^SHA(?:256|512) \((?<name>.+)\) = (?<value>[0-9a-f]+)$/i;
/** `hash  name` or `hash *name`, as of GNU; the name may have a path. */
const PLAIN = /^(?<value>[0-9a-f]+) [ *]?(?<name>\S.*)$/i;
/** A checksum file beside one image may have nothing but the hash. */
const ALONE = /^(?<value>[0-9a-f]+)$/i;

/**
 * Finds an image's hash in a checksum file, of whatever style; SHA-512 before SHA-256 where it has both.
 *
 * @param isOfOne whether the file is about this image only, so that a hash without a name counts.
 * @param others what else the image may be called where the file names one only.
 */
export function hashIn(text: string, image: string, isOfOne: boolean, others?: RegExp): TemplateHash | undefined {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const named = lines.flatMap((line) => {
    const { name, value = '' } = (TAGGED.exec(line) ?? PLAIN.exec(line))?.groups ?? {};
    return name === undefined ? [] : hashOf(value).map((hash) => ({ name: baseName(name), hash }));
  });
  const [first] = named;
  const isOther = named.length === 1 && first !== undefined && others?.test(first.name) === true;
  const found = named.flatMap(({ name, hash }) => (name === image || isOther ? [hash] : []));
  const alone = isOfOne ? lines.flatMap((line) => hashOf(ALONE.exec(line)?.groups?.value ?? '')) : [];
  const hashes = found.length > 0 ? found : alone;
  return hashes.find(({ algorithm }) => algorithm === 'sha512') ?? hashes[0];
}

function hashOf(text: string): TemplateHash[] {
  const { length } = text;
  return length === 64 || length === 128 ? [{ algorithm: ALGORITHMS[length], value: text.toLowerCase() }] : [];
}

function baseName(name: string): string {
  return name.split('/').at(-1) ?? name;
}
