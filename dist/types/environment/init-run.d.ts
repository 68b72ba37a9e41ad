import type { InitOptions } from './options.ts';
import { type OwnerRecord } from './owner.ts';
import type { PlannedEnvironment } from './plan-context.ts';
import { type PrefixPaths } from './prefix.ts';
import { type Prepared } from './preview.ts';
/** What came of an initialisation. */
export interface Initialized {
    readonly plan: PlannedEnvironment;
    readonly record: OwnerRecord;
    readonly paths: PrefixPaths;
}
/** One initialisation: checks first, then an owner record, then effects; any failure removes all of it again. */
export declare class InitRun {
    #private;
    /** @throws {StateError} `PREFIX_EXISTS` and other reasons why there cannot be an environment at the place. */
    constructor(prepared: Prepared, options: InitOptions);
    /** Does it. @throws whatever failed, after everything was removed again. */
    execute(): Promise<Initialized>;
}
