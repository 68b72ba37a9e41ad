import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What a program gave back; `code` is -1 when it could not be run at all. */
export interface CommandResult {
  readonly code: number;
  /** Both streams. */
  readonly output: string;
}

/** What setting up a host needs of it. */
export interface HostCommands {
  /** Whether this process is root. */
  readonly isRoot: boolean;
  /** Name of this user. */
  readonly user: string;
  /** Runs a program; never throws. */
  run(
    argv: readonly string[],
    options?: { readonly input?: string; readonly signal?: AbortSignal },
  ): Promise<CommandResult>;
  /** Whether a program is on PATH. */
  has(program: string): boolean;
  /** Whether a file is there, and whether this user can read and write it. */
  access(file: string): 'missing' | 'denied' | 'granted';
}

/** This host. Programs are run with argument arrays, without a shell. */
export function hostCommands(env: Readonly<Record<string, string | undefined>>, user: string): HostCommands {
  const directories = (env.PATH ?? '').split(delimiter).filter((directory) => directory !== '');
  return {
    isRoot: process.getuid?.() === 0,
    user,
    run,
    has: (program) =>
      [...directories, '/usr/sbin', '/sbin'].some((directory) => isExecutable(join(directory, program))),
    access: (file) => {
      if (!can(file, constants.F_OK)) return 'missing';
      return can(file, constants.R_OK | constants.W_OK) ? 'granted' : 'denied';
    },
  };
}

const run: HostCommands['run'] = ([program = '', ...args], { input, signal } = {}) =>
  new Promise((resolve) => {
    const options = { maxBuffer: 64 * 1024 * 1024, ...(signal ? { signal } : {}) };
    const child = execFile(program, args, options, (error, stdout, stderr) => {
      const code = typeof error?.code === 'number' ? error.code : error ? -1 : 0;
      resolve({ code, output: `${stdout}${stderr}${code === -1 ? (error?.message ?? '') : ''}` });
    });
    child.stdin?.on('error', () => {});
    child.stdin?.end(input ?? '');
  });

function isExecutable(file: string): boolean {
  return can(file, constants.X_OK);
}

function can(file: string, mode: number): boolean {
  try {
    accessSync(file, mode);
    return true;
  } catch {
    return false;
  }
}
