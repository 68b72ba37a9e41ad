import type { DomainPlan } from '../plan.ts';
import { type XmlAttributes, type XmlNode } from './xml.ts';
/** Lets libvirt choose the firmware from what is installed. */
export declare function firmwareAttributes({ firmware }: DomainPlan): XmlAttributes;
/**
 * What the firmware must have, and where it keeps its variables: left to itself, libvirt puts them where nobody removes
 * them with a transient domain. `efi` excludes Secure Boot, which libvirt would prefer, and which refuses to boot most of
 * what people make themselves.
 */
export declare function firmwareElements({ firmware }: DomainPlan): readonly XmlNode[];
/** Boot order by kinds of devices, for domains that say nothing of their own. */
export declare function osBoot(domain: DomainPlan): readonly XmlNode[];
/** Place in the boot order of each disk (by its target device) and NIC (by its index), where the file says an order. */
export declare function bootOrder({ boot }: DomainPlan): ReadonlyMap<string | number, number>;
/** Whether the NICs need their boot ROMs. */
export declare function bootsFromNetwork({ boot, disks }: DomainPlan): boolean;
