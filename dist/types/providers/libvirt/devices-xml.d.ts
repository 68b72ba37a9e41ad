import type { DomainPlan, HostFacts } from '../plan.ts';
import type { ChainedDisk, ChainedDomain } from './chains.ts';
import { type XmlNode } from './xml.ts';
/** The disks in the order of the plan, and the controllers that SCSI disks need. */
export declare function diskDevices(domain: ChainedDomain): readonly XmlNode[];
/**
 * What lies below the topmost image of a disk, all of its chain, where that is known: for a disk over a template, and for
 * others once they have been made. Without it libvirt looks by itself, and where AppArmor confines QEMU (Debian, Ubuntu)
 * its helper may only look into files with the extension of an image: those of a template store have none, and QEMU would
 * be denied its backing file.
 */
export declare function backingStore(disk: ChainedDisk): XmlNode | undefined;
/** The NICs in the order of the plan. `pxe` keeps their boot ROMs, whose start-up costs time that only booting from the network is worth. */
export declare function nicDevices(domain: DomainPlan, host: HostFacts, pxe: boolean): readonly XmlNode[];
/**
 * The serial console, written to the plan's log file and still open to `virsh console`, and beside it a virtio console
 * where the guest's kernel knows one (EL 6 takes it for its only console, and stays silent).
 */
export declare function consoleDevices({ serialLog }: DomainPlan, virtioConsole: boolean): readonly XmlNode[];
/** Devices that every domain has. */
export declare function commonDevices(arch: HostFacts['arch']): readonly XmlNode[];
