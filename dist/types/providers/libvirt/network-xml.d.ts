import type { EnvironmentPlan, NetPlan } from '../plan.ts';
import { type XmlNode } from './xml.ts';
/** Libvirt's definition of a network. Transient: it is created, never defined. */
export declare function networkXml(net: NetPlan, plan: EnvironmentPlan): string;
/** One entry of a network's DNS. */
export declare function dnsHost(ip: string, names: readonly string[]): XmlNode;
/** Every address with its names, and its IPv6 twin where it lies in a subnet of the environment that has IPv6. */
export declare function dnsHosts(net: NetPlan, plan: EnvironmentPlan): ReadonlyMap<string, readonly string[]>;
