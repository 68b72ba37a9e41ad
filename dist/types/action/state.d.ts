import { z } from 'zod';
declare const stateSchema: z.ZodObject<{
    version: z.ZodLiteral<1>;
    stage: z.ZodEnum<{
        cancelled: "cancelled";
        failed: "failed";
        ready: "ready";
        starting: "starting";
    }>;
    workdir: z.ZodString;
    templateStore: z.ZodExactOptional<z.ZodString>;
    uuid: z.ZodExactOptional<z.ZodString>;
    prefix: z.ZodExactOptional<z.ZodString>;
    post: z.ZodObject<{
        collect: z.ZodEnum<{
            always: "always";
            never: "never";
            "on-failure": "on-failure";
        }>;
        artifactName: z.ZodOptional<z.ZodString>;
        retentionDays: z.ZodNumber;
        destroy: z.ZodBoolean;
    }, z.core.$strip>;
}, z.core.$strip>;
/** What `main` tells `post`. */
export type JobState = Readonly<z.infer<typeof stateSchema>>;
/** Notes that `pre` did its part, so that `main` need not do it again. */
export declare function notePrepared(): void;
/** Whether `pre` ran: runners leave it out for actions in the workspace. */
export declare function isPrepared(): boolean;
/**
 * Makes the directory of this step's own files, below RUNNER_TEMP, and tells `post` about it. The runner empties RUNNER_TEMP
 * at the end of the job.
 */
export declare function createScratch(): string;
/** The directory that `main` made; undefined when it did not come that far. */
export declare function findScratch(): string | undefined;
/** Writes the state, synchronously: a runner that cancels does not wait. */
export declare function writeState(scratch: string, state: JobState): void;
/** Reads the state; undefined when there is none, or a broken one. */
export declare function readState(scratch: string): JobState | undefined;
export {};
