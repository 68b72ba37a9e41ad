import { z } from 'zod';
import { buildSchema, customizeSchema } from './disk-schema.ts';
import { diskSize, freeForm, MAX_ITEMS, oneOf, text } from './fields.ts';

const NAME = 'a name of letters, digits, dots, hyphens and underscores';

/** Names of templates and versions become names of files. */
function name() {
  return text(NAME).regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/, { error: NAME });
}

function list(what: string, item: z.ZodString) {
  return z.array(item, { error: what }).max(MAX_ITEMS, { error: `at most ${MAX_ITEMS} items` });
}

const packageName = text('the name of a package').regex(/^[A-Za-z0-9][A-Za-z0-9.+:=~-]*$/, {
  error: 'the name of a package',
});

const HOST_NAME = 'a host name';

/** `mmdebstrap` of a recipe: a Debian or a relative, put together from its packages. */
export const mmdebstrapSchema = z.object(
  {
    suite: text('a suite such as bookworm').regex(/^[a-z0-9][a-z0-9./-]*$/, { error: 'a suite such as bookworm' }),
    mirror: list('a list of mirrors', text('a mirror'))
      .optional()
      .describe('URLs, lines of sources.list, or files with them. Default: what apt of this host uses for the suite.'),
    components: list('a list of components', text('a component').regex(/^[a-z0-9/-]+$/, { error: 'a component' }))
      .optional()
      .describe('Parts of the archive, for mirrors given as URLs. Default: main.'),
    variant: oneOf(['minbase', 'apt', 'essential', 'required', 'important', 'standard'])
      .optional()
      .describe('What is installed besides `packages`. Default: minbase.'),
    packages: list('a list of packages', packageName)
      .optional()
      .describe('More packages than it takes to boot and log in.'),
    kernel: packageName.optional().describe('Package of the kernel. Default: the one for clouds.'),
    append: text('options of the kernel').optional().describe('More options for the kernel.'),
    hostname: text(HOST_NAME)
      .regex(/^[a-z0-9][a-z0-9-]{0,62}$/i, { error: HOST_NAME })
      .optional()
      .describe('Host name in the image. Default: the name of the template.'),
    exclude: list('a list of patterns', text('a path with wildcards').regex(/^\//, { error: 'an absolute path' }))
      .optional()
      .describe('Paths that packages do not get to install, such as `/usr/share/doc/*`.'),
    size: diskSize().optional().describe('Size of the disk. Default: 4G.'),
  },
  { error: 'a mapping with `suite`' },
);

/** `virt-builder` of a recipe: an image of libguestfs, customised. */
export const virtBuilderSchema = z.object(
  {
    os: text('the name of an image such as debian-12').regex(/^[a-z0-9][a-z0-9._-]*$/i, {
      error: 'the name of an image such as debian-12',
    }),
    source: text('a URL').optional().describe('Index of images, for those of others.'),
    size: diskSize().optional().describe('Size of the disk. Default: that of the image.'),
    customize: customizeSchema.optional().describe('Options of virt-customize, as in `build`.'),
  },
  { error: 'a mapping with `os`' },
);

/** A recipe of a template. */
export const recipeSchema = z.object({
  name: name().describe('Name of the template.'),
  version: name().optional().describe('Name of the version. Default: the date, as 2026-11-21.'),
  distro: text('the name of a distribution').optional(),
  provision: oneOf(['smbios', 'cloud-init', 'guestfs'])
    .optional()
    .describe('How machines are entered. Default: smbios with mmdebstrap, guestfs with virt-builder.'),
  metadata: freeForm().optional().describe('More metadata.'),
  mmdebstrap: mmdebstrapSchema.optional(),
  'virt-builder': virtBuilderSchema.optional(),
  build: buildSchema.optional().describe('What to do then, as for disks of init files.'),
});
