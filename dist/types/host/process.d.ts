import { z } from 'zod';
/** What tells one process from all others, also after its number was given to another or the machine was restarted. */
export interface ProcessIdentity {
    readonly pid: number;
    /** Clock ticks between boot and the start of the process. */
    readonly startTime: number;
    readonly bootId: string;
}
/** Shape of a {@link ProcessIdentity} in a saved record. */
export declare const processIdentitySchema: z.ZodType<ProcessIdentity>;
/** One line of the process table. */
export interface ProcessInfo {
    readonly pid: number;
    /** Number of the parent; 0 when it has none in this namespace. */
    readonly parent: number;
    /** Clock ticks between boot and the start of the process. */
    readonly startTime: number;
    /** Name of the program, at most 15 characters. May contain anything, spaces and brackets too. */
    readonly name: string;
}
/** Parses `/proc/<pid>/stat`; undefined for a process that has ended (zombies too) or for text that is none. */
export declare function parseProcessStat(text: string): ProcessInfo | undefined;
/** Line of the process table for `pid`; undefined when there is no such process, or it only waits to be buried. */
export declare function processInfo(pid: number): ProcessInfo | undefined;
/** Clock ticks between boot and the start of a process; undefined when there is no such process. */
export declare function processStartTime(pid: number): number | undefined;
/** Number of the parent of a process; undefined when there is no such process. */
export declare function parentOf(pid: number): number | undefined;
/** Identity of a process, to be kept in a record; this process by default. Undefined when there is no such process. */
export declare function processIdentity(pid?: number): ProcessIdentity | undefined;
/** Whether the process that a record names still runs: same number, same start, same boot. */
export declare function isSameProcess(identity: ProcessIdentity): boolean;
/** Ends a process that a record names: by SIGTERM, and by SIGKILL when that does nothing. Fine when it has ended already. */
export declare function endProcess(identity: ProcessIdentity): Promise<void>;
/** Identity of this boot of the machine; another one after each restart. */
export declare function bootId(): string;
/** All processes that this user can see, by number. */
export declare function processTree(): ReadonlyMap<number, ProcessInfo>;
/** Parent, grandparent and so on of a process, nearest first; this process by default. */
export declare function ancestorsOf(pid?: number): readonly ProcessInfo[];
/** Numbers of the processes, this one excepted, whose command line has `text` in it. */
export declare function processesMentioning(text: string): number[];
/** Ends, with SIGKILL, those of the named programs whose command line mentions `text`, and waits until they are gone. */
export declare function killMentioning(text: string, programs: readonly string[]): Promise<void>;
