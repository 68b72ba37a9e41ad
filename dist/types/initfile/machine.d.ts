import type { Context } from './context.ts';
import type { DomainFields } from './domain-schema.ts';
import type { CloudInitSpec, KeyPath, ShareSpec } from './types.ts';
/** The shared directories of a domain, each under a name of its own. */
export declare function parseShares({ shares }: DomainFields, path: KeyPath, context: Context): ShareSpec[];
/** What the domain says to cloud-init; undefined when that is nothing. */
export declare function cloudInitOf({ 'cloud-init': said }: DomainFields): CloudInitSpec | undefined;
/** Name of the service provider; an older file names Lago's class for it. Whether there is one is for the plan to say. */
export declare function serviceProvider({ service_provider: name, service_class: className, }: DomainFields): string | undefined;
