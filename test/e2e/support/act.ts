import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { startArtifactProxy } from './artifact-proxy.ts';
import type { Sandbox } from './job.ts';
import { ACT, TEMPLATES } from './setting.ts';

/** Port of act's artifact server. The testbed has a network of its own. */
const ARTIFACT_PORT = 34_567;

/** What to run besides the workflow itself. */
export interface ActOptions {
  /** Variables of the repository, besides `TEMPLATES`. */
  readonly vars?: Readonly<Record<string, string>>;
  /** Environment variables of the job, as an administrator sets them for a runner. */
  readonly env?: Readonly<Record<string, string>>;
  /** A directory in place of an action's repository: `owner/name@ref`. */
  readonly localAction?: { readonly name: string; readonly directory: string };
  /** Called with each line of the job's log, as it comes. */
  readonly onLine?: (line: string, job: RunningJob) => void;
}

/** A job under way. */
export interface RunningJob {
  /** Cancels the job, as a person in a terminal does. */
  cancel(): void;
  /** Ends the runner without a chance to do anything. */
  killRunner(): void;
  /** Sends a signal to the phase of the action that runs now, and to nobody else. */
  signalAction(signal: NodeJS.Signals): void;
}

/** How one stage of one step ended. */
export interface StageResult {
  readonly step: string;
  readonly stage: string;
  readonly result: string;
}

/** What a job did. */
export interface JobResult {
  readonly code: number | null;
  /** In the order in which they ended; `Pre`, `Main` and `Post` of each step that has them. */
  readonly stages: readonly StageResult[];
  /** Everything that the steps printed. */
  readonly output: string;
  /** Everything that act printed, for the report of a failed test. */
  readonly log: string;
}

/** Runs the workflow of a sandbox with act, on this host. */
export async function runWorkflow(box: Sandbox, options: ActOptions = {}): Promise<JobResult> {
  await using proxy = await startArtifactProxy(ARTIFACT_PORT);
  const child = spawn(ACT, argumentsFor(box, options), {
    cwd: box.repository,
    env: environmentFor(box, proxy.url),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const job: RunningJob = {
    cancel: () => child.kill('SIGINT'),
    killRunner: () => child.kill('SIGKILL'),
    signalAction: (signal) => process.kill(actionProcess(child.pid), signal),
  };
  const record = new Recorder((line) => options.onLine?.(line, job));
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', record.take);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, stages: record.stages, output: record.output.join('\n'), log: record.log.join('\n') };
}

function argumentsFor(box: Sandbox, { vars = {}, env = {}, localAction }: ActOptions): string[] {
  const variables = Object.entries({ TEMPLATES, ...vars });
  return [
    'push',
    '--json',
    // Whatever a workflow runs on, it is this host.
    ...['self-hosted', 'ubuntu-24.04'].flatMap((label) => ['--platform', `${label}=-self-hosted`]),
    ...['--artifact-server-path', box.artifacts, '--artifact-server-addr', '127.0.0.1'],
    ...['--artifact-server-port', `${ARTIFACT_PORT}`],
    ...['--cache-server-path', box.cache, '--cache-server-addr', '127.0.0.1'],
    ...['--action-cache-path', box.work],
    ...variables.flatMap(([name, value]) => ['--var', `${name}=${value}`]),
    // Emulated machines take their time to answer; ten seconds is what Ansible gives them.
    ...Object.entries({ ANSIBLE_TIMEOUT: '120', ...env }).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    ...(localAction ? ['--local-repository', `${localAction.name}=${localAction.directory}`] : []),
  ];
}

/** A runner's environment: nothing of the tests' own except what the testbed set. */
function environmentFor(box: Sandbox, artifactService: string): NodeJS.ProcessEnv {
  const { LANG, LIBVIRT_DEFAULT_URI, TMPDIR } = process.env;
  return {
    HOME: box.scratch,
    LANG,
    LIBVIRT_DEFAULT_URI,
    TMPDIR,
    // The pinned Node, which act looks for here.
    PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
    ACTIONS_RUNTIME_URL: artifactService,
    // Where act looks for a configuration, and finds none.
    XDG_CONFIG_HOME: box.scratch,
  };
}

function actionProcess(parent: number | undefined): number {
  const found = readdirSync('/proc').find((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    const [stat, command] = ['stat', 'cmdline'].map((name) => readOrEmpty(`/proc/${pid}/${name}`));
    return stat?.split(') ')[1]?.split(' ')[1] === `${parent}` && /dist\/(pre|main|post)\.js/.test(command ?? '');
  });
  if (found === undefined) throw new Error('no phase of the action runs now');
  return Number(found);
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Reads act's log, one JSON object per line. */
class Recorder {
  readonly stages: StageResult[] = [];
  readonly output: string[] = [];
  readonly log: string[] = [];
  readonly #onLine: (line: string) => void;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  take = (text: string): void => {
    const entry = parsed(text);
    if (entry === undefined) {
      this.log.push(text);
      return;
    }
    const { msg = '', raw_output: raw, step = '', stage = '', stepResult } = entry;
    const line = msg.replace(/\n$/, '');
    this.log.push(`${stage} ${step} | ${line}`);
    if (raw === true) this.output.push(line);
    this.#onLine(line);
    if (stepResult !== undefined) this.stages.push({ step, stage, result: stepResult });
  };
}

interface LogEntry {
  readonly msg?: string;
  readonly raw_output?: boolean;
  readonly step?: string;
  readonly stage?: string;
  readonly stepResult?: string;
}

function parsed(text: string): LogEntry | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
