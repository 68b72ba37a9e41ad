import type { EnvironmentPlan } from '../providers/plan.ts';
import type { Providers } from '../providers/providers.ts';
import { type PrefixPaths } from './prefix.ts';
import type { Services } from './services.ts';
/** Names -> IPv4 addresses. */
export type Mappings = Readonly<Record<string, string>>;
/**
 * A plan with more names in one network, which every management network's DNS serves.
 *
 * @throws {UserError} `MAPPING_INVALID` for what is no DNS name or no IPv4 address.
 * @throws {StateError} `MAPPING_TAKEN` for a name that another address has.
 */
export declare function withMappings(plan: EnvironmentPlan, net: string, mappings: Mappings): EnvironmentPlan;
/**
 * Adds names to a network: in the saved environment, and at once in the DNS of networks that are up.
 *
 * @returns the plan with them.
 * @throws as {@link withMappings}.
 */
export declare function addMappings({ plan, paths, providers, }: {
    readonly plan: EnvironmentPlan;
    readonly paths: PrefixPaths;
    readonly providers: Providers;
}, net: string, mappings: Mappings, services: Services): Promise<EnvironmentPlan>;
