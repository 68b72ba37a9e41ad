import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GuestConnection } from '../../../../src/guest/connection.ts';
import { type HostKeyStore, memoryHostKeyStore } from '../../../../src/guest/host-key.ts';
import { generateKeys, type KeyPair } from '../../../../src/guest/keys.ts';
import type { ConnectionOptions } from '../../../../src/guest/target.ts';
import { run } from '../../../../src/host/exec.ts';
import { createLogger } from '../../../../src/host/log.ts';

/** A real OpenSSH server on a loopback address of its own, port 22. */
export interface Sshd extends AsyncDisposable {
  readonly address: string;
  readonly user: string;
  readonly keys: KeyPair;
  /** A directory for whatever a test needs; its name has a blank and a per cent sign. */
  readonly directory: string;
  readonly hostKeys: HostKeyStore;
  connection(options?: Partial<ConnectionOptions>): GuestConnection;
  /** Lets one more key in. */
  letIn(publicKey: string): void;
  /** Ends the server; connections that are open stay. */
  stop(): Promise<void>;
  /** Starts it (again), with a new host key when asked. */
  start(options?: { readonly newHostKey?: boolean }): Promise<void>;
}

let count = 0;

/** Sets up a server that lets our own user in with a fresh key. It is started unless asked otherwise. */
export async function setUpSshd(options: { readonly config?: string; readonly start?: boolean } = {}): Promise<Sshd> {
  const base = await mkdtemp(join(tmpdir(), 'lago-sshd-'));
  const directory = join(base, 'work 100%');
  await mkdir(directory);
  // Where sshd puts its unprivileged part.
  await mkdir('/run/sshd', { recursive: true });
  const keys = await generateKeys(directory, 'test');
  count += 1;
  const address = `127.${process.pid & 255}.${(process.pid >> 8) & 255}.${count}`;
  const config = join(base, 'sshd_config');
  const hostKey = join(base, 'host_key');
  await writeFile(join(base, 'authorized_keys'), `${keys.publicKey}\n`);
  await writeFile(
    config,
    `ListenAddress ${address}:22
HostKey ${hostKey}
AuthorizedKeysFile ${join(base, 'authorized_keys')}
PidFile none
StrictModes no
UsePAM no
PermitRootLogin yes
PasswordAuthentication no
MaxStartups 100
${options.config ?? ''}
`,
  );
  const hostKeys = memoryHostKeyStore();
  const { username: user } = userInfo();
  let child: ReturnType<typeof spawn> | undefined;

  const start: Sshd['start'] = async ({ newHostKey = false } = {}) => {
    if (newHostKey) await rm(hostKey);
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', hostKey], { input: 'n\n' }).catch(() => undefined);
    child = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', config], { stdio: ['ignore', 'ignore', 'ignore'] });
  };
  const stop = async () => {
    if (!child || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  };
  if (options.start !== false) {
    await start();
    await listening(address);
  }
  return {
    address,
    user,
    keys,
    directory,
    hostKeys,
    start,
    stop,
    letIn: (publicKey) => appendFileSync(join(base, 'authorized_keys'), publicKey),
    connection: (settings = {}) =>
      new GuestConnection(
        { name: 'vm0', host: address, user, privateKey: keys.privateKeyFile },
        { log: createLogger(), hostKeys, ...settings },
      ),
    async [Symbol.asyncDispose]() {
      await stop();
      await rm(base, { recursive: true, force: true });
    },
  };
}

async function listening(address: string): Promise<void> {
  for (;;) {
    const socket = connect({ host: address, port: 22 });
    try {
      await once(socket, 'connect');
      return;
    } catch {
      await sleep(20);
    } finally {
      socket.destroy();
    }
  }
}
