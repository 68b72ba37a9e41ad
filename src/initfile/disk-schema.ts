import { z } from 'zod';
import { bootSchema } from './boot-step.ts';
import { diskSize, flag, freeForm, MAX_ITEMS, oneOf, text } from './fields.ts';

const option = z.union([z.string(), z.number(), z.boolean()]);
const optionValue = z
  .union([option, z.array(option)], { error: 'text, a number or a list of them' })
  .nullable()
  .describe('Value of the option, a list to repeat it, nothing for an option without value.');

/** Options of `virt-customize`: its own, so that their names are not ours to check. */
export const customizeSchema = z.record(z.string(), optionValue, { error: 'a mapping of options' });

const buildItem = z
  .object(
    { boot: bootSchema.optional().describe('Boots the disk once and runs things in it over SSH.') },
    { error: 'a mapping such as `virt-customize: {...}`' },
  )
  .catchall(customizeSchema.nullable());

/** `build` of a disk: builders in order, each a mapping of one builder to its options; empty items are skipped. */
export const buildSchema = z
  .array(buildItem.nullable(), { error: 'a list of builders, such as `- virt-customize: {...}`' })
  .max(MAX_ITEMS, { error: `at most ${MAX_ITEMS} builders` });

const DEVICE = 'a target device such as vda, sda or hdc';

const common = {
  name: text('a name').describe('Name of the disk; its image is `<domain>_<name>.<format>`.'),
  dev: text(DEVICE)
    .regex(/^[a-z][a-z0-9]{1,14}$/, { error: DEVICE })
    .describe('Target device in the guest; `sd...` is SCSI, others are virtio.'),
  bus: oneOf(['virtio', 'scsi', 'sata', 'ide']).optional().describe('What it is attached to. Default: by `dev`.'),
  device: text(DEVICE).optional().describe('Other name of `dev`.'),
  format: oneOf(['qcow2', 'raw', 'iso']).describe('Format of the image; `iso` is a CD-ROM.'),
  metadata: freeForm().optional().describe('Free-form; `distro` and `root-partition` are used.'),
  build: buildSchema.optional().describe('What to do to the image before its first use.'),
  'skip-export': flag().optional().describe('Leave this disk out of `export`. Default: false.'),
};

const template = z.literal('template');

const resize = diskSize().optional().describe('Size that the guest is to see, larger than that of the image.');

/** Disk schemas by kind; `unknown` is for a disk whose type cannot be told, so that the rest of it is checked. */
export const diskSchemas = {
  lago: z.object({
    ...common,
    type: template,
    template_type: z.literal('lago').optional(),
    template_name: text('the name of a template').describe(
      'Name of a template: a built-in one, or one of a template repository.',
    ),
    resize,
    template_version: text('a version').optional().describe('Version of the template. Default: the newest.'),
  }),
  qcow2: z.object({
    ...common,
    type: template,
    template_type: z.literal('qcow2'),
    path: text('the path of a qcow2 image').describe('Base image; the disk is a layer over it.'),
    resize,
  }),
  empty: z.object({
    ...common,
    type: z.literal('empty'),
    size: diskSize().describe('Size with a unit, such as 10G; a number alone means GB.'),
  }),
  file: z.object({
    ...common,
    type: z.literal('file'),
    path: text('a path').optional().describe('Path of the image, or where to put what `url` names.'),
    url: text('a URL').optional().describe('Where to download the image from.'),
    make_a_copy: flag().optional().describe('Work on a copy of the image. Default: false.'),
    in_place: flag().optional().describe('Write into the file itself. Default: false, a layer over it.'),
    resize,
  }),
  unknown: z.object({
    ...common,
    type: oneOf(['template', 'empty', 'file']).describe('What the disk is made from: a template, nothing, or a file.'),
    template_type: oneOf(['lago', 'qcow2'])
      .optional()
      .describe('`lago`: a template of a repository; `qcow2`: any image, see `path`. Default: lago.'),
  }),
};

/** What all disk schemas give. */
export type DiskFields = z.output<typeof diskSchemas.unknown>;

/** All keys of disks, of any type. */
export const DISK_KEYS: readonly string[] = [
  ...new Set(Object.values(diskSchemas).flatMap((schema) => Object.keys(schema.shape))),
];
