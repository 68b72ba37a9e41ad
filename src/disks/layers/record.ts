import { stat } from 'node:fs/promises';
import { z } from 'zod';
import { hasErrorCode } from '../../host/errors.ts';
import { fileError, readJsonIfExists } from '../../host/files.ts';

const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** Shape of a {@link LayerRecord}. */
export const layerRecordSchema = z.object({
  version: z.literal(1),
  key: digest,
  /** What it lies on: `<repository>:<template>:<version>`, and the identity of its content. */
  base: z.object({ id: z.string(), digest: z.string(), format: z.enum(['qcow2', 'raw']) }),
  arch: z.string(),
  steps: z.array(
    z.object({
      /** Key of the layer that would end here. */
      key: digest,
      builder: z.string(),
      /** For people; without secrets. */
      summary: z.string(),
    }),
  ),
  /** Whether a password or the like is in it, so that it must not leave this host. */
  secret: z.boolean(),
  createdAt: z.string(),
  /** Milliseconds that building took. */
  buildMs: z.number(),
  image: z.object({
    sha256: digest,
    /** Bytes of the file. */
    size: z.number(),
    /** Nanoseconds; a file with another time is not the one that was verified. */
    modified: z.string(),
  }),
});

/** What a layer is: beside its image in the store, and in caches. When it was last used is the time of this file. */
export type LayerRecord = Readonly<z.infer<typeof layerRecordSchema>>;

/** Reads a record; undefined when there is none, or a broken one. */
export async function readLayerRecord(file: string): Promise<LayerRecord | undefined> {
  return readJsonIfExists(file, layerRecordSchema).catch(() => undefined);
}

/** Size and time of a file, as a record has them; undefined when it is not there. */
export async function fileMark(file: string): Promise<Pick<LayerRecord['image'], 'size' | 'modified'> | undefined> {
  try {
    const { size, mtimeNs } = await stat(file, { bigint: true });
    return { size: Number(size), modified: `${mtimeNs}` };
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw fileError(error, 'read', file);
  }
}
