import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { PROJECT } from './markdown.ts';

const SCRIPT = join(import.meta.dirname, 'remote-libvirt.sh');
/** A network that nobody else in the testbed uses; a /30 of it per process. */
const NETWORK = '10.213';

/** Another host: in namespaces of its own, reached over a pair of network devices. */
export interface RemoteLibvirt {
  /** For `libvirtUrl`. */
  readonly url: string;
  readonly address: string;
  /** Runs a program there and gives its standard output. */
  run(program: string, ...args: readonly string[]): string;
  stop(): Promise<void>;
}

/** Starts a second libvirt with an SSH server, which has no files in common with this side's. */
export async function startRemoteLibvirt(): Promise<RemoteLibvirt> {
  const directory = mkdtempSync(join(tmpdir(), 'lago-remote-'));
  const [name, device] = [`lago-remote-${process.pid}`, `lr${process.pid}`];
  const base = `${NETWORK}.${(process.pid >> 6) & 255}.${(process.pid & 63) * 4}`;
  const at = (number: number) => base.replace(/\d+$/, (last) => String(Number(last) + number));
  const address = at(2);
  const ip = (...args: readonly string[]) => execFileSync('ip', args, { stdio: 'pipe' });
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(directory, 'id')]);
  ip('netns', 'add', name);
  ip('link', 'add', device, 'type', 'veth', 'peer', 'name', 'there', 'netns', name);
  ip('addr', 'add', `${at(1)}/30`, 'dev', device);
  ip('link', 'set', device, 'up');
  const namespaces = ['--mount', '--pid', '--ipc', '--uts', '--fork', '--kill-child', '--mount-proc'];
  const config = join(PROJECT, 'scripts/testbed/libvirt');
  const child = spawn(
    'ip',
    ['netns', 'exec', name, 'unshare', ...namespaces, 'bash', SCRIPT, address, 'there', config],
    {
      stdio: ['pipe', 'pipe', 'ignore'],
    },
  );
  child.stdin.on('error', () => undefined).end(execFileSync('cat', [join(directory, 'id.pub')]));
  const hostKey = await ready(child);
  writeFileSync(join(directory, 'known_hosts'), `${address} ${hostKey}\n`);
  const settings = { UserKnownHostsFile: join(directory, 'known_hosts'), IdentityFile: join(directory, 'id') };
  // One connection for all calls, as people do who use a host often: each of its own takes a second on a busy machine.
  const shared = { ControlMaster: 'auto', ControlPath: join(directory, 'control'), ControlPersist: '60' };
  const lines = Object.entries({ ...settings, ...shared, StrictHostKeyChecking: 'yes', IdentitiesOnly: 'yes' });
  writeFileSync(join(directory, 'config'), lines.map(([key, value]) => `${key} ${value}\n`).join(''));
  mkdirSync(join(directory, 'bin'));
  const ssh = join(directory, 'bin/ssh');
  writeFileSync(ssh, `#!/bin/sh\nexec ssh -F ${join(directory, 'config')} "$@"\n`);
  chmodSync(ssh, 0o755);
  return {
    url: `qemu+ssh://root@${address}/system?command=${encodeURIComponent(ssh)}`,
    address,
    run: (program, ...args) =>
      execFileSync(ssh, [`root@${address}`, [program, ...args].map(quoted).join(' ')], { encoding: 'utf8' }),
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      ip('link', 'delete', device);
      ip('netns', 'delete', name);
      // The shared connection of ssh takes its socket away by itself.
      rmSync(directory, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

/** Its host key, when everything runs. */
async function ready(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the remote host has no standard output');
  for await (const line of createInterface({ input: child.stdout })) {
    const [, key] = /^ready (.*)$/.exec(line) ?? [];
    if (key !== undefined) return key;
  }
  throw new Error('the remote host did not come up');
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
