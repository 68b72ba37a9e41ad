import type { Builders } from '../../disks/layers/builders.ts';
import type { LayerWish } from '../../disks/layers/trie.ts';
import type { LayerStep, StepContext } from '../../disks/layers/types.ts';
import type { DiskSource, EnvironmentPlan } from '../../providers/plan.ts';
import type { Services } from '../services.ts';
/** What planning the work on disks needs. */
export interface WorkParts {
    readonly builders: Builders;
    /** Directory that relative paths in `build` entries refer to. */
    readonly cwd: string;
    /** Absolute path of the init file. */
    readonly initFile: string;
    /** Directories from which files may come into disks. */
    readonly roots: readonly string[];
    readonly skipBuild: boolean;
    /** Identity of a template's content; undefined when it cannot be known (yet), and so cannot be a key. */
    baseDigest(source: TemplateSource): Promise<string | undefined>;
    /** Where the init file has a `build` entry: `LagoInitFile:14`. Entries are counted from 0. */
    placeOf?(vm: string, disk: number, entry: number): string | undefined;
}
/** A disk over a template. */
export type TemplateSource = Extract<DiskSource, {
    kind: 'template';
}>;
/** What is to be done to one disk. */
export interface DiskWork {
    readonly context: StepContext;
    /** What it gets from a layer; nothing when it cannot have one. */
    readonly wish?: LayerWish<DiskWork>;
    /** What is done to the disk itself, over that layer. */
    readonly own: readonly LayerStep[];
    /** All there is to be done, for a disk that gets no layer. */
    readonly direct: readonly LayerStep[];
}
/**
 * Finds out what is to be done to the disks of an environment before its machines are started, and checks it; disks with
 * nothing to be done are left out.
 *
 * @throws errors of the builders' checks; {@link HostError} for files that cannot be read.
 */
export declare function planDiskWork(plan: EnvironmentPlan, parts: WorkParts, { log, signal }: Pick<Services, 'log' | 'signal'>): Promise<readonly DiskWork[]>;
/** Layers that the disks of an environment are to lie on. */
export declare function wishesOf(works: readonly DiskWork[]): readonly LayerWish<DiskWork>[];
