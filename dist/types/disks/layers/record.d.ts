import { z } from 'zod';
/** Shape of a {@link LayerRecord}. */
export declare const layerRecordSchema: z.ZodObject<{
    version: z.ZodLiteral<1>;
    key: z.ZodString;
    base: z.ZodObject<{
        id: z.ZodString;
        digest: z.ZodString;
        format: z.ZodEnum<{
            qcow2: "qcow2";
            raw: "raw";
        }>;
    }, z.core.$strip>;
    arch: z.ZodString;
    steps: z.ZodArray<z.ZodObject<{
        key: z.ZodString;
        builder: z.ZodString;
        summary: z.ZodString;
    }, z.core.$strip>>;
    secret: z.ZodBoolean;
    createdAt: z.ZodString;
    buildMs: z.ZodNumber;
    image: z.ZodObject<{
        sha256: z.ZodString;
        size: z.ZodNumber;
        modified: z.ZodString;
    }, z.core.$strip>;
}, z.core.$strip>;
/** What a layer is: beside its image in the store, and in caches. When it was last used is the time of this file. */
export type LayerRecord = Readonly<z.infer<typeof layerRecordSchema>>;
/** Reads a record; undefined when there is none, or a broken one. */
export declare function readLayerRecord(file: string): Promise<LayerRecord | undefined>;
/** Size and time of a file, as a record has them; undefined when it is not there. */
export declare function fileMark(file: string): Promise<Pick<LayerRecord['image'], 'size' | 'modified'> | undefined>;
