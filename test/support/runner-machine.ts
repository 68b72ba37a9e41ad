import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type RunOptions, type RunResult, tryRun } from '../../src/host/exec.ts';

/** What the fake runner needs of the machine that it runs actions on: this one, or one behind SSH. */
export interface RunnerMachine {
  /** Runs a program and gives its exit code and output, whatever the code. */
  try(argv: readonly string[], options: Pick<RunOptions, 'signal' | 'onLine'>): Promise<RunResult>;
  /** Writes a text file; missing directories are made. */
  write(path: string, text: string): Promise<void>;
  /** @throws when the file cannot be read */
  read(path: string): Promise<string>;
}

/** The machine that the tests themselves run on. */
export const localMachine: RunnerMachine = {
  async try([program = 'false', ...args], options) {
    return await tryRun(program, args, options);
  },
  async write(path, text) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  },
  async read(path) {
    return await readFile(path, 'utf8');
  },
};
