import type { Logger } from '../host/log.ts';
import type { ExtractedPath, ExtractOptions } from './extract.ts';
import type { CollectOptions, VmCollection } from './options.ts';
/** A machine whose artifacts are collected. */
export interface Collectable {
    readonly name: string;
    readonly artifacts: readonly string[];
    extractPaths(paths: readonly {
        readonly source: string;
        readonly destination: string;
    }[], options: ExtractOptions): Promise<readonly ExtractedPath[]>;
}
/** Collects the artifacts of one machine into a directory, under flattened names. What cannot be had is in the report. */
export declare function collectVm(vm: Collectable, directory: string, options: CollectOptions, log: Logger): Promise<VmCollection>;
/** Fails for what was not there, or not there as a whole. @throws {GuestError} `ARTIFACTS_MISSING` */
export declare function refuseMissing(reports: readonly VmCollection[]): void;
