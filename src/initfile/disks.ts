import { buildSteps } from './build-steps.ts';
import type { Context } from './context.ts';
import { type DiskFields, diskSchemas } from './disk-schema.ts';
import { toInput } from './input.ts';
import { isUsableDiskName } from './names.ts';
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
  if (isPresent(find(map, ['size'])) && textAt(map, 'type') === 'template') {
    const hint = 'a layer over a template is as large as the template';
    context.warning('IGNORED_KEY', [...path, 'size'], '`size` has no effect on a template disk', hint);
  }
}

function makeDisk(map: MapNode, path: KeyPath, context: Context): DiskSpec | undefined {
  const input = toInput(map);
  const type = textAt(map, 'type');
  if (type === 'template' && textAt(map, 'template_type') === 'qcow2') {
    const fields = context.parse(diskSchemas.qcow2, input, path);
    if (fields === undefined) return undefined;
    const image = context.expand(fields.path, [...path, 'path']);
    return { ...common(fields, map, path, context), type: 'template', templateType: 'qcow2', path: image };
  }
  if (type === 'template' && [undefined, 'lago'].includes(textAt(map, 'template_type'))) {
    const fields = context.parse(diskSchemas.lago, input, path);
    if (fields === undefined) return undefined;
    return {
      ...common(fields, map, path, context),
      type: 'template',
      templateType: 'lago',
      templateName: fields.template_name,
      ...(fields.template_version === undefined ? {} : { templateVersion: fields.template_version }),
    };
  }
  if (type === 'empty') {
    const fields = context.parse(diskSchemas.empty, input, path);
    return fields && { ...common(fields, map, path, context), type: 'empty', size: fields.size };
  }
  if (type === 'file') return makeFileDisk(map, input, path, context);
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
  return {
    ...common(fields, map, path, context),
    type: 'file',
    makeACopy: fields.make_a_copy ?? false,
    ...(fields.path === undefined ? {} : { path: context.expand(fields.path, [...path, 'path']) }),
    ...(fields.url === undefined ? {} : { url: expandUrl(fields.url, [...path, 'url'], context) }),
  };
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
