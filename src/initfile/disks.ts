import type { z } from 'zod';
import { buildSteps } from './build-steps.ts';
import type { Context } from './context.ts';
import { DISK_KEYS, type DiskFields, diskSchemas } from './disk-schema.ts';
import { toInput } from './input.ts';
import { isUsableDiskName } from './names.ts';
import { code } from './printable.ts';
import { bareSize, parseWhole } from './sizes.ts';
import { find, isPresent, type MapNode, type TreeNode, toPlainMapping } from './tree.ts';
import type { DiskSpec, KeyPath } from './types.ts';

/** Checks one disk; undefined when it has errors, all of which are then reported. */
export function parseDisk(node: TreeNode, path: KeyPath, context: Context): DiskSpec | undefined {
  const map = context.mapping(node, path, 'a mapping that describes a disk');
  if (map === undefined) return undefined;
  checkDisk(map, path, context);
  return makeDisk(map, path, context);
}

function checkDisk(map: MapNode, path: KeyPath, context: Context): void {
  const name = find(map, ['name']);
  if (name?.kind === 'scalar' && !isUsableDiskName(name.source)) {
    context.unexpected('WRONG_VALUE', [...path, 'name'], 'a name that can be part of a file name');
  }
  const type = textAt(map, 'type');
  if (isPresent(find(map, ['size'])) && (type === 'template' || type === 'file')) {
    const message = `\`size\` has no effect on a disk of type ${type}`;
    context.warning('IGNORED_KEY', [...path, 'size'], message, 'to make it larger than its image, write `resize`');
  }
  if (type === 'empty') noteBareSize(map, 'size', path, context);
  noteBareSize(map, 'resize', path, context);
  warnUnused(map, kindOf(map), path, context);
}

/** Reports keys that mean something for disks of other kinds only; `size` has its own word. */
function warnUnused(map: MapNode, kind: keyof typeof diskSchemas, path: KeyPath, context: Context): void {
  if (kind === 'unknown') return;
  const used = [...Object.keys(diskSchemas[kind].shape), 'size'];
  for (const key of DISK_KEYS.filter((name) => !used.includes(name) && isPresent(find(map, [name])))) {
    context.warning('IGNORED_KEY', [...path, key], `${code(key)} has no effect on ${KINDS[kind]}`);
  }
}

/** What disks of each kind are called in messages. */
const KINDS = {
  lago: 'a disk over a template of a repository',
  qcow2: 'a disk over an image (`template_type: qcow2`)',
  empty: 'a disk of type empty',
  file: 'a disk of type file',
} as const;

function kindOf(map: MapNode): keyof typeof diskSchemas {
  const type = textAt(map, 'type');
  if (type === 'empty' || type === 'file') return type;
  const templateType = textAt(map, 'template_type') ?? 'lago';
  return type === 'template' && (templateType === 'lago' || templateType === 'qcow2') ? templateType : 'unknown';
}

/** A number alone is doubtful: the manual of Lago says GB, and its code took bytes. */
function noteBareSize(map: MapNode, key: string, path: KeyPath, context: Context): void {
  const node = find(map, [key]);
  const number = node?.kind === 'scalar' && typeof node.value !== 'boolean' ? parseWhole(node.value ?? '') : undefined;
  const bytes = number === undefined ? undefined : bareSize(number);
  if (number === undefined || bytes === undefined || number === 0) return;
  const [meaning, better] = bytes === number ? ['bytes', `${number}b`] : ['GB', `${number}G`];
  const message = `${code(String(number))} has no unit: it is taken for ${number} ${meaning}`;
  context.warning('NO_UNIT', [...path, key], message, `write ${code(better)}`);
}

function makeDisk(map: MapNode, path: KeyPath, context: Context): DiskSpec | undefined {
  const input = toInput(map);
  const kind = kindOf(map);
  if (kind === 'qcow2') {
    const fields = context.parse(diskSchemas.qcow2, input, path);
    if (fields === undefined) return undefined;
    const image = context.expand(fields.path, [...path, 'path']);
    return {
      ...common(fields, map, path, context),
      type: 'template',
      templateType: 'qcow2',
      path: image,
      ...sized(fields),
    };
  }
  if (kind === 'lago') {
    const fields = context.parse(diskSchemas.lago, input, path);
    if (fields === undefined) return undefined;
    return {
      ...common(fields, map, path, context),
      type: 'template',
      templateType: 'lago',
      templateName: fields.template_name,
      ...sized(fields),
      ...(fields.template_version === undefined ? {} : { templateVersion: fields.template_version }),
    };
  }
  if (kind === 'empty') {
    const fields = context.parse(diskSchemas.empty, input, path);
    return fields && { ...common(fields, map, path, context), type: 'empty', size: fields.size };
  }
  if (kind === 'file') return makeFileDisk(map, input, path, context);
  context.parse(diskSchemas.unknown, input, path);
  return undefined;
}

function makeFileDisk(
  map: MapNode,
  input: Readonly<Record<string, unknown>>,
  path: KeyPath,
  context: Context,
): DiskSpec | undefined {
  const fields = context.parse(diskSchemas.file, input, path);
  if (!isPresent(find(map, ['path'])) && !isPresent(find(map, ['url']))) {
    context.unexpected('WRONG_VALUE', [...path, 'path'], 'the path of an image, or a `url` to download it from');
    return undefined;
  }
  if (fields === undefined) return undefined;
  checkFileDisk(fields, path, context);
  return {
    ...common(fields, map, path, context),
    type: 'file',
    makeACopy: fields.make_a_copy ?? false,
    inPlace: fields.in_place ?? false,
    ...sized(fields),
    ...(fields.path === undefined ? {} : { path: context.expand(fields.path, [...path, 'path']) }),
    ...(fields.url === undefined ? {} : { url: expandUrl(fields.url, [...path, 'url'], context) }),
  };
}

/** A file cannot be written to and be spared, and one that is not ours to change keeps its size. */
function checkFileDisk(fields: z.output<typeof diskSchemas.file>, path: KeyPath, context: Context): void {
  if (fields.in_place === true && fields.make_a_copy === true) {
    context.error('CONFLICTING_KEYS', [...path, 'in_place'], '`in_place` and `make_a_copy` exclude each other');
  }
  if (fields.resize !== undefined && (fields.in_place === true || fields.format === 'iso')) {
    const what = fields.format === 'iso' ? 'a CD-ROM' : 'a file that is used in place';
    context.error('CONFLICTING_KEYS', [...path, 'resize'], `${what} cannot be resized`);
  }
  if (fields.format !== 'iso') return;
  if (fields.in_place === true) {
    context.warning('IGNORED_KEY', [...path, 'in_place'], '`in_place` has no effect on a CD-ROM: nobody writes to it');
  }
  if (fields.build?.some((item) => item !== null)) {
    context.error('CONFLICTING_KEYS', [...path, 'build'], 'a CD-ROM cannot be changed by `build`');
  }
}

function sized({ resize }: { readonly resize?: number | undefined }) {
  return resize === undefined ? {} : { resize };
}

/** Expands a URL's variables; what has no scheme then is reported, unless a variable is still to come. */
function expandUrl(written: string, path: KeyPath, context: Context): string {
  const url = context.expand(written, path);
  if (!/^[a-z][a-z0-9+.-]*:\/\/./i.test(url) && !url.includes('$')) {
    context.unexpected('WRONG_VALUE', path, 'a URL such as https://host/image.qcow2');
  }
  return url;
}

function common(
  fields: DiskFields | Omit<DiskFields, 'type' | 'template_type'>,
  map: MapNode,
  path: KeyPath,
  context: Context,
) {
  return {
    name: fields.name,
    dev: fields.dev,
    ...(fields.bus === undefined ? {} : { bus: fields.bus }),
    format: fields.format,
    metadata: fields.metadata ?? {},
    build: buildSteps(fields.build ?? [], [...path, 'build'], context),
    skipExport: fields['skip-export'] ?? false,
    raw: toPlainMapping(map),
  };
}

function textAt(map: MapNode, key: string): string | undefined {
  const node = find(map, [key]);
  return isPresent(node) ? (node.kind === 'scalar' ? node.source : '') : undefined;
}
