import { FakeRunner } from '../support/runner.ts';
import type { RunnerMachine } from '../support/runner-machine.ts';
import type { KvmHost } from './host/kvm-host.ts';
import type { HostSsh } from './host/ssh.ts';
import { HOST_ACTION, HOST_NODE } from './payload-files.ts';

/** Where a self-hosted runner keeps its jobs when somebody followed its installation guide: below the user's home. */
export const RUNNER_HOME = '/home/runner';
const JOBS = `${RUNNER_HOME}/actions-runner/_work`;

/** One VM with the micro template, on a NAT network. */
export const ONE_VM = `
domains:
  vm0:
    memory: 256
    vcpu: 1
    nics: [{ net: lab }]
    disks:
      - { template_name: micro, type: template, name: root, dev: vda, format: qcow2 }
    artifacts: [/var/log]
nets:
  lab: { type: nat, management: true, dhcp: { start: 100, end: 254 }, dns_domain_name: lago.local }
`;

/** A job on the emulated host. */
export interface Job {
  readonly runner: FakeRunner;
  /** GITHUB_WORKSPACE, with `LagoInitFile` in it. */
  readonly workspace: string;
}

/** Prepares a job of the user `runner` whose checkout holds the init file {@link ONE_VM}. */
export async function makeJob(host: KvmHost, name: string): Promise<Job> {
  const [workspace, temp] = [`${JOBS}/${name}/${name}`, `${JOBS}/_temp`];
  await host.ssh.write('runner', `${workspace}/LagoInitFile`, ONE_VM);
  const runner = new FakeRunner({
    machine: runnerOn(host.ssh),
    action: HOST_ACTION,
    node: HOST_NODE,
    workspace,
    temp,
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: RUNNER_HOME, USER: 'runner', LANG: 'C.UTF-8' },
  });
  return { runner, workspace };
}

/** The emulated host as seen by the fake runner: the ordinary user's side of it. */
function runnerOn(ssh: HostSsh): RunnerMachine {
  return {
    try: async (argv, options) => await ssh.try('runner', argv, options),
    write: async (path, text) => await ssh.write('runner', path, text),
    read: async (path) => await ssh.exec('runner', ['cat', path]),
  };
}
