import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { HostCheck } from './checks.ts';
import { type Family, installAdvice } from './distribution.ts';

/** A program that something needs. */
export interface ProgramNeed {
  /** Its names; any of them will do, the first is the one to install. Absolute paths are looked up as they are. */
  readonly names: readonly [string, ...string[]];
  /** What it is needed for: "to ...". */
  readonly purpose: string;
  /** Whether nothing works without it. */
  readonly required: boolean;
}

/** Daemons and tools for administrators are often not on the PATH of ordinary users. */
const MORE_DIRECTORIES = ['/usr/sbin', '/sbin', '/usr/local/sbin'];

/** Path of a program on PATH, or where daemons are; undefined when there is none that this user may run. */
export function findProgram(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
  moreDirectories: readonly string[] = MORE_DIRECTORIES,
): string | undefined {
  if (name.startsWith('/')) return isProgram(name) ? name : undefined;
  const directories = [...(env.PATH ?? '').split(delimiter).filter((part) => part !== ''), ...moreDirectories];
  return directories.map((directory) => join(directory, name)).find(isProgram);
}

/** Checks that programs are installed: one finding for all that are, one for each that is not. */
export function checkPrograms(
  needs: readonly ProgramNeed[],
  find: (name: string) => string | undefined,
  family: Family | undefined,
): HostCheck[] {
  const isThere = (need: ProgramNeed) => need.names.some((name) => find(name) !== undefined);
  const there = needs.filter(isThere).map((need) => need.names.find((name) => find(name) !== undefined));
  const summary: HostCheck = { name: 'programs', status: 'ok', detail: `installed: ${there.join(', ')}` };
  const missing = needs.filter((need) => !isThere(need)).map((need) => missingProgram(need, family));
  return [...(there.length === 0 ? [] : [summary]), ...missing];
}

function missingProgram({ names, purpose, required }: ProgramNeed, family: Family | undefined): HostCheck {
  const [name] = names;
  return {
    name: `program ${name}`,
    status: required ? 'error' : 'warning',
    detail: `not installed; it is needed ${purpose}`,
    fix: installAdvice([name], family),
  };
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
