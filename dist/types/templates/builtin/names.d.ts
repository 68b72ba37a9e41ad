import type { TemplateArchitecture } from '../repository-types.ts';
import type { System } from './layout.ts';
/** A system for an architecture. */
export interface Target {
    readonly system: System;
    readonly arch: TemplateArchitecture;
}
/** Canonical names of all systems, as SYSTEMS has them. */
export declare const NAMES: readonly string[];
/**
 * The system that a name leads to: `debian12`, `bookworm`, or with an architecture, `debian12-arm64`. Case does not
 * matter. `arch` is undefined where the name has none.
 */
export declare function findSystem(name: string): {
    readonly system: System;
    readonly arch: TemplateArchitecture | undefined;
} | undefined;
/** Name of a target in the store: that of the system for x86_64, with the architecture behind it for others. */
export declare function canonicalName({ system, arch }: Target): string;
/** Whether a template comes from the built-in repository, so that no other is needed: `debian12`, `noble`, `alma9-arm64`. */
export declare function isBuiltinTemplate(name: string): boolean;
