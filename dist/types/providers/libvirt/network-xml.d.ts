import type { EnvironmentPlan, NetPlan } from '../plan.ts';
/** Libvirt's definition of a network. Transient: it is created, never defined. */
export declare function networkXml(net: NetPlan, plan: EnvironmentPlan): string;
