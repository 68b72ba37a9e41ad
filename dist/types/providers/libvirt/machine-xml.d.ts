import type { Architecture, DomainPlan } from '../plan.ts';
import { type XmlNode } from './xml.ts';
/** virtiofsd reads the guest's memory, so that must be shared. */
export declare function memoryBacking({ shares }: DomainPlan): XmlNode | undefined;
/** Devices that the file asks for, and the graphics card that every machine has for screenshots. */
export declare function machineDevices(domain: DomainPlan, arch: Architecture): readonly XmlNode[];
