import type { EnvironmentPlan } from '../plan.ts';
import type { ChainedDomain } from './chains.ts';
/** Libvirt's definition of a domain. Transient: it is created, never defined. */
export declare function domainXml(domain: ChainedDomain, plan: EnvironmentPlan): string;
