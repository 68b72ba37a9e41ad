import type { DomainPlan, HostFacts } from '../plan.ts';
import { type XmlNode } from './xml.ts';
/** The `<cpu>` element of a domain. */
export declare function cpuXml({ cpu, vcpu }: DomainPlan, host: HostFacts): XmlNode;
