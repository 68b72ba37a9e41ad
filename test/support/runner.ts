import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { RunResult } from '../../src/host/exec.ts';
import { type ActionMetadata, inputVariables, type Phase, parseActionMetadata } from './action-metadata.ts';
import { localMachine, type RunnerMachine } from './runner-machine.ts';
import { parseFileCommands, parseWorkflowCommands, type WorkflowCommand } from './workflow-commands.ts';

/** Where things are on the runner's machine, and how its jobs look. */
export interface FakeRunnerOptions {
  /** The machine to run on; this one by default. */
  readonly machine?: RunnerMachine;
  /** Directory with `action.yml` and what it points to. */
  readonly action: string;
  /** GITHUB_WORKSPACE. It and the next must exist. */
  readonly workspace: string;
  /** RUNNER_TEMP. */
  readonly temp: string;
  /** The Node that runs the action; this process's own by default. */
  readonly node?: string;
  /** The environment that the runner was started in. Nothing of the tests' own leaks into the action. */
  readonly env: Readonly<Record<string, string>> & { readonly PATH: string; readonly HOME: string };
}

/** One phase of the action to run. */
export interface PhaseOptions {
  readonly phase: Phase;
  /** Inputs as in a workflow's `with:`; others get the defaults of `action.yml`. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** The step's `env:`. */
  readonly env?: Readonly<Record<string, string>>;
  /** The workspace by default. */
  readonly cwd?: string;
  /** Value of the expression `job.status`; `success` by default. */
  readonly jobStatus?: 'success' | 'failure' | 'cancelled';
  /** Kills the phase with SIGTERM. */
  readonly signal?: AbortSignal;
  /** Called with each line that the action prints, as it comes. */
  readonly onLine?: (line: string) => void;
}

/** What a phase did, as a runner sees it. */
export interface PhaseResult extends RunResult {
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  /** Variables for the steps that follow. */
  readonly env: Readonly<Record<string, string>>;
  /** Directories put on the PATH of the steps that follow. */
  readonly path: readonly string[];
  /** Markdown of the job summary. */
  readonly summary: string;
  /** Commands on both streams. */
  readonly commands: readonly WorkflowCommand[];
}

const COMMAND_FILES = ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_STEP_SUMMARY'] as const;

/**
 * One job of a runner that is not there: runs the phases of one action with the variables and files that a runner
 * gives them, and carries state, variables and PATH over from one phase to the next, as a runner does.
 */
export class FakeRunner {
  readonly #options: FakeRunnerOptions;
  readonly #machine: RunnerMachine;
  readonly #state: Record<string, string> = {};
  readonly #env: Record<string, string> = {};
  readonly #path: string[] = [];
  readonly #runId = `${Date.now()}`;

  constructor(options: FakeRunnerOptions) {
    this.#options = options;
    this.#machine = options.machine ?? localMachine;
  }

  /** The environment of a step after the phases that have run so far. */
  get stepEnv(): Record<string, string> {
    const { env } = this.#options;
    const path = [...this.#path].reverse().concat(env.PATH).join(':');
    return { ...env, ...this.#jobVariables(), ...this.#env, PATH: path };
  }

  /** Runs one phase and gives what it left, whatever its exit code. */
  async runPhase(options: PhaseOptions): Promise<PhaseResult> {
    const { action, node = process.execPath, workspace } = this.#options;
    const metadata = parseActionMetadata(await this.#machine.read(join(action, 'action.yml')));
    const script = metadata.runs[options.phase];
    if (script === undefined) throw new Error(`action.yml has no ${options.phase}`);
    const files = await this.#makeCommandFiles();
    const variables = { ...this.stepEnv, ...this.#phaseVariables(metadata, options), ...files };
    const assignments = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
    const inDirectory = ['env', '--ignore-environment', `--chdir=${options.cwd ?? workspace}`, ...assignments];
    const result = await this.#machine.try([...inDirectory, node, join(action, script)], {
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      ...(options.onLine === undefined ? {} : { onLine: options.onLine }),
    });
    return await this.#collect(result, files);
  }

  #phaseVariables(metadata: ActionMetadata, options: PhaseOptions): Record<string, string> {
    const expressions = { 'job.status': options.jobStatus ?? 'success', 'toJSON(matrix)': 'null' };
    const state = Object.entries(this.#state).map(([name, value]) => [`STATE_${name}`, value]);
    return {
      ...Object.fromEntries(state),
      ...inputVariables(metadata, options.inputs ?? {}, expressions),
      ...options.env,
    };
  }

  async #makeCommandFiles(): Promise<Record<(typeof COMMAND_FILES)[number], string>> {
    const directory = join(this.#options.temp, '_runner_file_commands');
    const id = randomUUID();
    const path = (name: string) => join(directory, `${name.slice('GITHUB_'.length).toLowerCase()}_${id}`);
    for (const name of COMMAND_FILES) await this.#machine.write(path(name), '');
    return {
      GITHUB_OUTPUT: path('GITHUB_OUTPUT'),
      GITHUB_STATE: path('GITHUB_STATE'),
      GITHUB_ENV: path('GITHUB_ENV'),
      GITHUB_PATH: path('GITHUB_PATH'),
      GITHUB_STEP_SUMMARY: path('GITHUB_STEP_SUMMARY'),
    };
  }

  async #collect(result: RunResult, files: Record<(typeof COMMAND_FILES)[number], string>): Promise<PhaseResult> {
    const state = parseFileCommands(await this.#machine.read(files.GITHUB_STATE));
    const env = parseFileCommands(await this.#machine.read(files.GITHUB_ENV));
    const path = (await this.#machine.read(files.GITHUB_PATH)).split('\n').filter((line) => line !== '');
    Object.assign(this.#state, state);
    Object.assign(this.#env, env);
    this.#path.push(...path);
    return {
      ...result,
      outputs: parseFileCommands(await this.#machine.read(files.GITHUB_OUTPUT)),
      state,
      env,
      path,
      summary: await this.#machine.read(files.GITHUB_STEP_SUMMARY),
      commands: parseWorkflowCommands(`${result.stdout}\n${result.stderr}`),
    };
  }

  /** What every step of the job sees. No cache or artifact service: those need a real runner. */
  #jobVariables(): Record<string, string> {
    return {
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_ACTION: '__lago',
      GITHUB_ACTOR: 'nobody',
      GITHUB_EVENT_NAME: 'push',
      GITHUB_JOB: 'test',
      GITHUB_REF: 'refs/heads/main',
      GITHUB_REPOSITORY: 'nobody/nothing',
      GITHUB_RUN_ATTEMPT: '1',
      GITHUB_RUN_ID: this.#runId,
      GITHUB_RUN_NUMBER: '1',
      GITHUB_SERVER_URL: 'http://runner.invalid',
      GITHUB_SHA: '0'.repeat(40),
      GITHUB_WORKFLOW: 'test',
      GITHUB_WORKSPACE: this.#options.workspace,
      RUNNER_ARCH: 'X64',
      RUNNER_ENVIRONMENT: 'self-hosted',
      RUNNER_NAME: 'fake',
      RUNNER_OS: 'Linux',
      RUNNER_TEMP: this.#options.temp,
      RUNNER_TOOL_CACHE: join(this.#options.temp, '_tool'),
    };
  }
}
