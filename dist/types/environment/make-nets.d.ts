import type { EnvironmentPlan } from '../providers/plan.ts';
import type { Providers } from '../providers/providers.ts';
import { Net } from './network.ts';
import { type PrefixPaths } from './prefix.ts';
import type { Services } from './services.ts';
/** What the networks of an environment are made from. */
export interface NetSource {
    readonly paths: PrefixPaths;
    readonly providers: Providers;
    readonly services: Services;
    /** The plan as it is at the moment. */
    plan(): EnvironmentPlan;
    /** Puts another plan in its place. */
    replan(plan: EnvironmentPlan): void;
    /** Notes that there will be something to remove. */
    claim(): Promise<void>;
    netsUp(): Promise<ReadonlySet<string>>;
}
/** Makes the networks of an environment, by name, in the order of the init file. */
export declare function makeNets(source: NetSource): ReadonlyMap<string, Net>;
