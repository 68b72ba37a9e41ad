import { z } from 'zod';
/** Names of repositories, templates and versions: they become file names in the store, joined by colons. */
export declare const templateNameSchema: z.ZodString;
/** Names of versions, which end the names of images in the store. */
export declare const versionNameSchema: z.ZodString;
declare const sourceSchema: z.ZodDiscriminatedUnion<[z.ZodObject<{
    type: z.ZodLiteral<"file">;
    args: z.ZodObject<{
        root: z.ZodString;
    }, z.core.$loose>;
}, z.core.$loose>, z.ZodObject<{
    type: z.ZodLiteral<"http">;
    args: z.ZodObject<{
        baseurl: z.ZodString;
    }, z.core.$loose>;
}, z.core.$loose>], "type">;
/**
 * Lago's repository file: where images come from, and which versions there are. Keys that we do not know are kept.
 */
export declare const repositorySchema: z.ZodObject<{
    name: z.ZodString;
    sources: z.ZodRecord<z.ZodString, z.ZodDiscriminatedUnion<[z.ZodObject<{
        type: z.ZodLiteral<"file">;
        args: z.ZodObject<{
            root: z.ZodString;
        }, z.core.$loose>;
    }, z.core.$loose>, z.ZodObject<{
        type: z.ZodLiteral<"http">;
        args: z.ZodObject<{
            baseurl: z.ZodString;
        }, z.core.$loose>;
    }, z.core.$loose>], "type">>;
    templates: z.ZodRecord<z.ZodString, z.ZodObject<{
        versions: z.ZodRecord<z.ZodString, z.ZodObject<{
            source: z.ZodString;
            handle: z.ZodString;
            timestamp: z.ZodCoercedNumber<unknown>;
            details: z.ZodExactOptional<z.ZodObject<{
                hash: z.ZodExactOptional<z.ZodObject<{
                    algorithm: z.ZodEnum<{
                        sha1: "sha1";
                        sha256: "sha256";
                        sha512: "sha512";
                    }>;
                    value: z.ZodString;
                }, z.core.$strip>>;
                metadata: z.ZodRecord<z.ZodString, z.ZodUnknown>;
            }, z.core.$strip>>;
        }, z.core.$loose>>;
    }, z.core.$loose>>;
}, z.core.$loose>;
/** Content of a repository file. */
export type RepositoryFile = z.infer<typeof repositorySchema>;
/** One source of a repository file. */
export type RepositorySource = z.infer<typeof sourceSchema>;
/** Names of a template's versions, newest first; those of one time by name, last first. */
export declare function versionsOf(file: RepositoryFile, template: string): readonly string[];
export {};
