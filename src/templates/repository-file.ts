import { z } from 'zod';

/** Names of repositories, templates and versions: they become file names in the store, joined by colons. */
export const templateNameSchema = z
  .string()
  .regex(/^[^/:\p{Cc}]+$/u, 'must not be empty, and have no slash, colon or control character')
  .refine((name) => !name.startsWith('.'), 'must not start with a dot')
  .refine((name) => Buffer.byteLength(name) <= 80, 'must not be longer than 80 bytes');

/** Endings of the store's own files beside an image: a version that ends so would be another one's file. */
const OWN_FILES = /\.(?:metadata|hash|record|verified|lock|part|part\.state|tmp|tmp\.qcow2)$/;

/** Names of versions, which end the names of images in the store. */
export const versionNameSchema = templateNameSchema.refine(
  (name) => !OWN_FILES.test(name),
  "must not end as the store's own files do: .hash, .lock, .metadata, .part, .part.state, .record, .tmp, .tmp.qcow2, .verified",
);

const sourceSchema = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('file'), args: z.looseObject({ root: z.string() }) }),
  z.looseObject({ type: z.literal('http'), args: z.looseObject({ baseurl: z.string() }) }),
]);

const detailsSchema = z.object({
  hash: z.object({ algorithm: z.enum(['sha1', 'sha256', 'sha512']), value: z.string() }).exactOptional(),
  metadata: z.record(z.string(), z.unknown()),
});

const versionSchema = z.looseObject({
  source: z.string(),
  handle: z.string().min(1),
  timestamp: z.coerce.number(),
  /** What Lago has in files beside the image; ours may have it here, for images beside which nothing can be written. */
  details: detailsSchema.exactOptional(),
});

/**
 * Lago's repository file: where images come from, and which versions there are. Keys that we do not know are kept.
 */
export const repositorySchema = z
  .looseObject({
    name: templateNameSchema,
    sources: z.record(z.string(), sourceSchema),
    templates: z.record(templateNameSchema, z.looseObject({ versions: z.record(versionNameSchema, versionSchema) })),
  })
  .superRefine(({ sources, templates }, context) => {
    for (const [template, { versions }] of Object.entries(templates)) {
      for (const [version, { source }] of Object.entries(versions)) {
        if (Object.hasOwn(sources, source)) continue;
        const path = ['templates', template, 'versions', version, 'source'];
        const known = Object.keys(sources).join(', ');
        context.addIssue({ code: 'custom', path, message: `there is no source "${source}", only: ${known}` });
      }
    }
  });

/** Content of a repository file. */
export type RepositoryFile = z.infer<typeof repositorySchema>;

/** One source of a repository file. */
export type RepositorySource = z.infer<typeof sourceSchema>;

/** Names of a template's versions, newest first; those of one time by name, last first. */
export function versionsOf(file: RepositoryFile, template: string): readonly string[] {
  const versions = Object.hasOwn(file.templates, template) ? file.templates[template]?.versions : undefined;
  return Object.entries(versions ?? {})
    .sort(([a, one], [b, other]) => other.timestamp - one.timestamp || (a < b ? 1 : -1))
    .map(([name]) => name);
}
