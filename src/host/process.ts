import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { hasErrorCode } from './errors.ts';

/** What tells one process from all others, also after its number was given to another or the machine was restarted. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks between boot and the start of the process. */
  readonly startTime: number;
  readonly bootId: string;
}

/** Shape of a {@link ProcessIdentity} in a saved record. */
export const processIdentitySchema: z.ZodType<ProcessIdentity> = z.object({
  pid: z.number().int().positive(),
  startTime: z.number().int().nonnegative(),
  bootId: z.string().min(1),
});

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
export function parseProcessStat(text: string): ProcessInfo | undefined {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  if (open < 0 || close < open) return undefined;
  const [state, parent, ...rest] = text.slice(close + 2).split(' ');
  if (state === undefined || 'ZXx'.includes(state)) return undefined;
  const info = {
    pid: Number(text.slice(0, open)),
    parent: Number(parent),
    startTime: Number(rest[17]),
    name: text.slice(open + 1, close),
  };
  return Number.isInteger(info.pid) && Number.isInteger(info.parent) && Number.isInteger(info.startTime)
    ? info
    : undefined;
}

/** Line of the process table for `pid`; undefined when there is no such process, or it only waits to be buried. */
export function processInfo(pid: number): ProcessInfo | undefined {
  const text = readProc(`${pid}/stat`);
  return text === undefined ? undefined : parseProcessStat(text);
}

/** Clock ticks between boot and the start of a process; undefined when there is no such process. */
export function processStartTime(pid: number): number | undefined {
  return processInfo(pid)?.startTime;
}

/** Number of the parent of a process; undefined when there is no such process. */
export function parentOf(pid: number): number | undefined {
  return processInfo(pid)?.parent;
}

/** Identity of a process, to be kept in a record; this process by default. Undefined when there is no such process. */
export function processIdentity(pid: number = process.pid): ProcessIdentity | undefined {
  const startTime = processStartTime(pid);
  return startTime === undefined ? undefined : { pid, startTime, bootId: bootId() };
}

/** Whether the process that a record names still runs: same number, same start, same boot. */
export function isSameProcess(identity: ProcessIdentity): boolean {
  return identity.bootId === bootId() && processStartTime(identity.pid) === identity.startTime;
}

/** Milliseconds that a process gets to end by itself, and between two looks. */
const GRACE = 3000;
const PERIOD = 20;

/** Ends a process that a record names: by SIGTERM, and by SIGKILL when that does nothing. Fine when it has ended already. */
export async function endProcess(identity: ProcessIdentity): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (!isSameProcess(identity)) return;
    try {
      process.kill(identity.pid, signal);
    } catch (error) {
      if (!hasErrorCode(error, 'ESRCH')) throw error;
    }
    const deadline = performance.now() + GRACE;
    while (isSameProcess(identity) && performance.now() < deadline) await sleep(PERIOD);
  }
}

/** Identity of this boot of the machine; another one after each restart. */
export function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

/** All processes that this user can see, by number. */
export function processTree(): ReadonlyMap<number, ProcessInfo> {
  const tree = new Map<number, ProcessInfo>();
  for (const entry of readdirSync('/proc')) {
    const info = /^\d+$/.test(entry) ? processInfo(Number(entry)) : undefined;
    if (info !== undefined) tree.set(info.pid, info);
  }
  return tree;
}

/** Parent, grandparent and so on of a process, nearest first; this process by default. */
export function ancestorsOf(pid: number = process.pid): readonly ProcessInfo[] {
  const ancestors: ProcessInfo[] = [];
  const seen = new Set([pid]);
  let next = parentOf(pid);
  while (next !== undefined && next > 0 && !seen.has(next)) {
    seen.add(next);
    const info = processInfo(next);
    if (info !== undefined) ancestors.push(info);
    next = info?.parent;
  }
  return ancestors;
}

/** Numbers of the processes, this one excepted, whose command line has `text` in it. */
export function processesMentioning(text: string): number[] {
  const others = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  return others.filter((name) => readProc(`${name}/cmdline`)?.includes(text) === true).map(Number);
}

/** Ends, with SIGKILL, those of the named programs whose command line mentions `text`, and waits until they are gone. */
export async function killMentioning(text: string, programs: readonly string[]): Promise<void> {
  for (let tries = 0; tries < 40; tries++) {
    const left = processesMentioning(text).filter((pid) => programs.includes(processInfo(pid)?.name ?? ''));
    if (left.length === 0) return;
    for (const pid of left) killIfThere(pid);
    await sleep(50);
  }
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!hasErrorCode(error, 'ESRCH', 'EPERM')) throw error;
  }
}

function readProc(name: string): string | undefined {
  try {
    return readFileSync(`/proc/${name}`, 'utf8');
  } catch (error) {
    // A process may end between being seen and being read.
    if (hasErrorCode(error, 'ENOENT', 'ESRCH', 'EACCES', 'EPERM')) return undefined;
    throw error;
  }
}
