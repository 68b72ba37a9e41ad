import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { z } from 'zod';
import type { Sandbox } from './sandbox.ts';
import { testTemplates } from './sandbox.ts';

const PROJECT = join(import.meta.dirname, '../..');

/** The package as its users get it: package.json and a fresh dist/, without node_modules. */
export interface BuiltPackage {
  readonly directory: string;
  remove(): void;
}

/** Builds the package from the sources of this checkout, so that tests do not depend on the committed bundles. */
export function buildPackage(): BuiltPackage {
  const directory = mkdtempSync(join(tmpdir(), 'lago-package-'));
  const args = ['scripts/build.mjs', `--outdir=${join(directory, 'dist')}`];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: PROJECT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the package could not be built:\n${stdout}${stderr}`);
  cpSync(join(PROJECT, 'package.json'), join(directory, 'package.json'));
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

/** The test runners that have an example project, with the program to run, its arguments, and those for a report. */
const RUNNERS = {
  vitest: {
    program: 'node_modules/vitest/vitest.mjs',
    args: ['run'],
    report: ['--reporter=default', '--reporter=json', '--outputFile=report.json'],
  },
  jest: { program: 'node_modules/jest/bin/jest.js', args: [], report: ['--json', '--outputFile=report.json'] },
} as const;

const reportSchema = z.object({
  success: z.boolean(),
  testResults: z.array(
    z.object({
      message: z.string(),
      assertionResults: z.array(
        z.object({ title: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullable() }),
      ),
    }),
  ),
});

/** What a run of a project's tests gave. */
export interface ProjectRun {
  readonly code: number | null;
  /** Both streams. */
  readonly output: string;
  /** Tests by title, with their status; undefined when the runner wrote no report. */
  readonly tests: Readonly<Record<string, string>> | undefined;
}

/** How a project's tests are run. */
export interface ProjectOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** More arguments for the runner. */
  readonly args?: readonly string[];
  /** More arguments for Node. */
  readonly nodeArgs?: readonly string[];
}

/** One of the example projects, copied into a sandbox and with its dependencies beside it, as npm would lay them out. */
export class ExampleProject {
  readonly directory: string;
  readonly #runner: (typeof RUNNERS)[keyof typeof RUNNERS];
  readonly #box: Sandbox;

  /** @param link makes the package a link, as npm does for `file:` dependencies; a copy by default, as from a registry. */
  constructor(runner: keyof typeof RUNNERS, built: BuiltPackage, box: Sandbox, { link = false } = {}) {
    this.#runner = RUNNERS[runner];
    this.#box = box;
    this.directory = box.common.cwd;
    cpSync(join(PROJECT, 'fixtures/examples', runner), this.directory, { recursive: true, filter: isCommitted });
    const modules = join(this.directory, 'node_modules');
    mkdirSync(modules);
    symlinkSync(join(PROJECT, 'node_modules', runner), join(modules, runner));
    if (link) symlinkSync(built.directory, join(modules, 'lago-action'));
    else cpSync(built.directory, join(modules, 'lago-action'), { recursive: true });
  }

  /** Writes a file of the project. */
  write(name: string, text: string): void {
    writeFileSync(join(this.directory, name), text);
  }

  /** Reads a file of the project. */
  read(name: string): string {
    return readFileSync(join(this.directory, name), 'utf8');
  }

  /** Whether the project has a file. */
  has(name: string): boolean {
    return existsSync(join(this.directory, name));
  }

  /** Starts the tests; the process leads a group of its own. */
  start({ env, args = [], nodeArgs = [] }: ProjectOptions = {}): ChildProcess {
    const { program, args: always, report } = this.#runner;
    return spawn(process.execPath, [...nodeArgs, program, ...always, ...report, ...args], {
      cwd: this.directory,
      env: { ...cleanEnvironment(), ...this.#settings(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
  }

  /** Runs the tests to their end. */
  async run(options: ProjectOptions = {}): Promise<ProjectRun> {
    rmSync(join(this.directory, 'report.json'), { force: true });
    const child = this.start(options);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk));
    await once(child, 'close');
    return { code: child.exitCode, output, tests: this.#tests() };
  }

  #settings(): Record<string, string> {
    const { stateDir, leaseDir } = this.#box.common;
    return {
      LAGO_STATE_DIR: stateDir,
      LAGO_LEASE_DIR: leaseDir,
      LAGO__INIT__TEMPLATE_REPO_PATH: testTemplates(),
      NO_COLOR: '1',
    };
  }

  #tests(): ProjectRun['tests'] {
    if (!this.has('report.json')) return undefined;
    const { testResults } = reportSchema.parse(JSON.parse(this.read('report.json')));
    const results = testResults.flatMap((file) => file.assertionResults);
    return Object.fromEntries(results.map(({ title, status }) => [title, status]));
  }
}

function isCommitted(path: string): boolean {
  return !/\/(node_modules|\.lago)$/.test(path);
}

/** Our own runner's variables would tell the one below that it is a worker. */
function cleanEnvironment(): Record<string, string | undefined> {
  const own = /^(VITEST|TEST$|NODE_ENV$|NODE_OPTIONS$|LAGO_|LAGO__|FORCE_COLOR$|npm_)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
}
