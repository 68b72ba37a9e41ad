import { FakeRunner, type PhaseOptions, type PhaseResult } from '../support/runner.ts';
import type { RunnerMachine } from '../support/runner-machine.ts';
import type { HostSsh } from './host/ssh.ts';
import { HOST_ACTION, HOST_NODE, HOST_REPOSITORY } from './payload-files.ts';

/** Where a self-hosted runner keeps its jobs when somebody followed its installation guide: below the user's home. */
const JOBS = '/home/runner/actions-runner/_work';

/** One VM with the micro template, on a NAT network. */
export const ONE_VM = `
domains:
  vm0:
    memory: 256
    vcpu: 1
    nics: [{ net: lab }]
    disks: [{ template_name: micro, type: template, name: root, dev: vda, format: qcow2 }]
nets:
  lab: { type: nat, management: true, dhcp: { start: 100, end: 254 } }
`;

/** Inputs that a workflow on the emulated host needs at least. */
const INPUTS = { 'template-repo': HOST_REPOSITORY, cache: 'false' } as const;

/** A job of the user `runner` on the emulated host. */
export interface Job {
  readonly runner: FakeRunner;
  /** GITHUB_WORKSPACE, with `LagoInitFile` in it. */
  readonly workspace: string;
}

/** Prepares a job whose checkout holds an init file, with one VM by default. */
export async function makeJob(ssh: HostSsh, name: string, initFile = ONE_VM): Promise<Job> {
  const workspace = `${JOBS}/${name}/${name}`;
  await ssh.write('runner', `${workspace}/LagoInitFile`, initFile);
  const runner = new FakeRunner({
    machine: runnerOn(ssh),
    action: HOST_ACTION,
    node: HOST_NODE,
    workspace,
    temp: `${JOBS}/_temp`,
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: '/home/runner', USER: 'runner', LANG: 'C.UTF-8' },
  });
  return { runner, workspace };
}

/**
 * Runs a phase that has to succeed.
 *
 * @throws {Error} with all that it printed when it does not
 */
export async function succeed({ runner }: Job, options: PhaseOptions): Promise<PhaseResult> {
  const result = await runner.runPhase({ ...options, inputs: { ...INPUTS, ...options.inputs } });
  if (result.code === 0) return result;
  throw new Error(`${options.phase} ended with ${result.code}:\n${result.stdout}\n${result.stderr}`);
}

/**
 * Runs `main` where it has to fail.
 *
 * @returns the messages of its error annotations
 * @throws {Error} with all that it printed when it succeeds
 */
export async function failMain({ runner }: Job, inputs: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const result = await runner.runPhase({ phase: 'main', inputs: { ...INPUTS, ...inputs } });
  if (result.code === 0) throw new Error(`main succeeded:\n${result.stdout}\n${result.stderr}`);
  return result.commands.filter(({ name }) => name === 'error').map(({ message }) => message);
}

/**
 * What the installation guide has an administrator do: a place for templates, images and records that belongs to the
 * runner and that QEMU's user can enter.
 */
export async function openStateDirectory(ssh: HostSsh): Promise<void> {
  await ssh.exec('root', ['install', '--directory', '--owner=runner', '--group=runner', '/var/lib/lago']);
}

/** The emulated host as seen by the fake runner: the ordinary user's side of it. */
function runnerOn(ssh: HostSsh): RunnerMachine {
  return {
    try: async (argv, options) => await ssh.try('runner', argv, options),
    write: async (path, text) => await ssh.write('runner', path, text),
    read: async (path) => await ssh.exec('runner', ['cat', path]),
  };
}
