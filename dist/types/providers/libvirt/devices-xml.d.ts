import type { DomainPlan, HostFacts, NicPlan } from '../plan.ts';
import { type XmlNode } from './xml.ts';
/** The disks in the order of the plan, and the controllers that SCSI disks need. */
export declare function diskDevices({ disks, vcpu }: DomainPlan): readonly XmlNode[];
/** The NICs in the order of the plan. `pxe` keeps their boot ROMs, whose start-up costs time that only booting from the network is worth. */
export declare function nicDevices(nics: readonly NicPlan[], host: HostFacts, pxe: boolean): readonly XmlNode[];
/**
 * The serial console, written to the plan's log file and still open to `virsh console`, and beside it a virtio console
 * where the guest's kernel knows one (EL 6 takes it for its only console, and stays silent).
 */
export declare function consoleDevices({ serialLog }: DomainPlan, virtioConsole: boolean): readonly XmlNode[];
/** Devices that every domain has. */
export declare function commonDevices(arch: HostFacts['arch']): readonly XmlNode[];
