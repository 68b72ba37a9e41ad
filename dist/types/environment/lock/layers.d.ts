import type { EnvironmentPlan } from '../../providers/plan.ts';
import type { Prepared } from '../preview.ts';
import type { LockedLayer } from './lock-file.ts';
/** What finding out about layers takes. */
export interface LayerQuestion {
    readonly plan: EnvironmentPlan;
    readonly prepared: Pick<Prepared, 'catalogue' | 'services' | 'cwd' | 'initFile' | 'lock'>;
    /** Directories from which files may come into disks. */
    readonly roots: readonly string[];
    readonly skipBuild: boolean;
}
/**
 * The layers that the disks of a plan are to lie on. Files that go into them are read; nothing is fetched, so that those over
 * a template without a hash are left out: what it is depends on when a host fetched it.
 *
 * @throws errors of the builders' checks; {@link HostError} for files that cannot be read.
 */
export declare function lockedLayers({ plan, prepared, roots, skipBuild, }: LayerQuestion): Promise<readonly LockedLayer[]>;
/**
 * Compares the layers of a plan with those that its lock file pins.
 *
 * @throws {UserError} `LOCK_FILE_OUTDATED`
 */
export declare function checkLockedLayers(question: LayerQuestion): Promise<void>;
