import type { DomainPlan, EnvironmentPlan } from '../plan.ts';
/** Libvirt's definition of a domain. Transient: it is created, never defined. */
export declare function domainXml(domain: DomainPlan, plan: EnvironmentPlan): string;
