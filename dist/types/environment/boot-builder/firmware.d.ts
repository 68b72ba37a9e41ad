import type { Architecture, FirmwarePlan } from '../../providers/machine-plan.ts';
/** Files of an EFI firmware for one machine. */
export interface FirmwareFiles {
    readonly code: string;
    readonly codeFormat: string;
    /** The machine's own: written to. */
    readonly variables: string;
    readonly variablesFormat: string;
    /** Secure Boot only holds where the firmware has a mode of its own. */
    readonly needsSmm: boolean;
}
/** Kind of the EFI firmware that a machine builds with; undefined for a BIOS. */
export declare function firmwareKind({ firmware }: {
    readonly firmware?: FirmwarePlan;
}, arch: Architecture): FirmwarePlan['kind'] | undefined;
/**
 * Finds EFI firmware as libvirt would, and gives a machine variables of its own.
 *
 * @param variables where to put them.
 * @throws {HostError} `FIRMWARE_MISSING`
 */
export declare function prepareFirmware(kind: FirmwarePlan['kind'], { arch, machine }: {
    readonly arch: Architecture;
    readonly machine: string;
}, variables: string, directories?: readonly string[]): Promise<FirmwareFiles>;
