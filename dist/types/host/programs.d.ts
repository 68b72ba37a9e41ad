import type { HostCheck } from './checks.ts';
import { type Family } from './distribution.ts';
/** A program that something needs. */
export interface ProgramNeed {
    /** Its names; any of them will do, the first is the one to install. Absolute paths are looked up as they are. */
    readonly names: readonly [string, ...string[]];
    /** What it is needed for: "to ...". */
    readonly purpose: string;
    /** Whether nothing works without it. */
    readonly required: boolean;
}
/** Path of a program on PATH, or where daemons are; undefined when there is none that this user may run. */
export declare function findProgram(name: string, env: Readonly<Record<string, string | undefined>>, moreDirectories?: readonly string[]): string | undefined;
/** Checks that programs are installed: one finding for all that are, one for each that is not. */
export declare function checkPrograms(needs: readonly ProgramNeed[], find: (name: string) => string | undefined, family: Family | undefined): HostCheck[];
