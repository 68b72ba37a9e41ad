import type { Architecture } from '../../providers/machine-plan.ts';
import type { Acceleration, DiskPlan } from '../../providers/plan.ts';
import type { FirmwareFiles } from './firmware.ts';
/** A machine that is started once, by QEMU itself, to build on a disk. */
export interface BuildMachine {
    /** Shown in the process table. */
    readonly name: string;
    /** Absolute path of QEMU's program, or its name. */
    readonly emulator: string;
    readonly arch: Architecture;
    readonly acceleration: Acceleration;
    /** Machine type. */
    readonly machine: string;
    readonly firmware?: FirmwareFiles;
    /** MiB. */
    readonly memory: number;
    readonly vcpus: number;
    /** Absolute path of the qcow2 image that is written to. */
    readonly disk: string;
    readonly bus: DiskPlan['bus'];
    /** Absolute path of a NoCloud seed. */
    readonly seed?: string;
    /** SMBIOS type 11 strings. */
    readonly oemStrings: readonly string[];
    /** Absolute path of the file that gets the serial console's output. */
    readonly serialLog: string;
    /** Whether the guest gets out of its machine. */
    readonly network: boolean;
}
/** The same in each build: what a guest may note about its NIC then says nothing about the host. */
export declare const BUILD_MAC = "52:54:00:6c:61:67";
/** Arguments of QEMU: no device but those named, its monitor (QMP) on standard input and output. */
export declare function qemuArgs(machine: BuildMachine): string[];
