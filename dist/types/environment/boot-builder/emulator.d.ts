import type { Architecture } from '../../providers/machine-plan.ts';
/**
 * QEMU's program for an architecture, and whether that is the one of this host.
 *
 * @throws {HostError} `TOOL_MISSING`
 */
export declare function findEmulator(arch: Architecture, env: Readonly<Record<string, string | undefined>>): {
    readonly emulator: string;
    readonly isNative: boolean;
};
