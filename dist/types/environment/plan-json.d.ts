import type { EnvironmentPlan } from '../providers/plan.ts';
/** Values as JSON has them. */
export type JsonObject = {
    readonly [key: string]: unknown;
};
/** Texts of the definitions that a provider would create, by name; what `VmProvider.describe` returns. */
export interface PlanXml {
    readonly nets: ReadonlyMap<string, string>;
    readonly domains: ReadonlyMap<string, string>;
}
/**
 * What `lago plan -f json` prints: `domains.<name>` and `nets.<name>` in the spelling of Lago's saved specs, and
 * `xml.domains.<name>` and `xml.nets.<name>`. Passwords are left out.
 */
export declare function planToJson(plan: EnvironmentPlan, xml: PlanXml): JsonObject;
