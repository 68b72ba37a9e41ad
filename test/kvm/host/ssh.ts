import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunOptions, type RunResult, run, toolFailed, tryRun } from '../../../src/host/exec.ts';
import type { HostFiles } from './layout.ts';
import { SSH_PORT } from './layout.ts';

/** Users of the emulated host: `runner` is the ordinary one that jobs run as. */
export type HostUser = 'root' | 'runner';

/** What a remote command may take: as for a local one, without what SSH does not carry. */
export type RemoteOptions = Pick<RunOptions, 'input' | 'timeout' | 'signal' | 'onLine'>;

/** SSH's own exit code when there is no connection. */
const NO_CONNECTION = 255;

/**
 * SSH to the emulated host. Commands of one user share one connection: a new one costs a second of emulated
 * cryptography.
 */
export class HostSsh {
  readonly #files: HostFiles;

  constructor(files: HostFiles) {
    this.#files = files;
  }

  /** Runs a program on the host and gives its exit code and output, whatever the code. */
  async try(user: HostUser, argv: readonly string[], options: RemoteOptions = {}): Promise<RunResult> {
    const command = argv.map(quote).join(' ');
    return await tryRun('ssh', [...(await this.#options('-p')), `${user}@127.0.0.1`, command], options);
  }

  /** Like {@link try}, but gives standard output and throws `TOOL_FAILED` when the exit code is not 0. */
  async exec(user: HostUser, argv: readonly string[], options: RemoteOptions = {}): Promise<string> {
    const result = await this.try(user, argv, options);
    if (result.code !== 0) throw toolFailed(`${user}@kvm-host`, argv, result);
    return result.stdout;
  }

  /** Runs a bash script on the host, ending at its first error, and gives its standard output. */
  async script(user: HostUser, text: string, options: RemoteOptions = {}): Promise<string> {
    return await this.exec(user, ['bash', '-euo', 'pipefail', '-c', text], options);
  }

  /** Copies a file or directory from here to the host. */
  async copyIn(user: HostUser, from: string, to: string): Promise<void> {
    await run('scp', ['-rpq', ...(await this.#options('-P')), from, `${user}@127.0.0.1:${to}`]);
  }

  /** Copies a file or directory from the host to here. */
  async copyOut(user: HostUser, from: string, to: string): Promise<void> {
    await run('scp', ['-rpq', ...(await this.#options('-P')), `${user}@127.0.0.1:${from}`, to]);
  }

  /** Writes a text file on the host. Missing directories are made. */
  async write(user: HostUser, path: string, text: string): Promise<void> {
    await this.script(user, `mkdir -p "$(dirname ${quote(path)})"; cat >${quote(path)}`, { input: text });
  }

  /**
   * Whether root gets in.
   *
   * @param patience seconds for the server's first answer
   * @param limit milliseconds for all of it; a connection that is shared says nothing of its own
   */
  async answers(patience = 2, limit = patience * 15_000): Promise<boolean> {
    const impatient = ['-o', `ConnectTimeout=${patience}`, ...(await this.#options('-p'))];
    const result = tryRun('ssh', [...impatient, 'root@127.0.0.1', 'true'], { timeout: limit });
    return (await result.catch(() => ({ code: NO_CONNECTION }))).code === 0;
  }

  /** Forgets the shared connections. Without this, commands after a power cut would wait on dead ones. */
  async disconnect(): Promise<void> {
    for (const user of ['root', 'runner']) {
      const args = [...(await this.#options('-p')), '-O', 'exit', `${user}@127.0.0.1`];
      // One that does not end in time keeps a socket that leads nowhere, as one that never was does.
      await tryRun('ssh', args, { timeout: 30_000 }).catch(() => undefined);
    }
  }

  async #options(portFlag: '-p' | '-P'): Promise<string[]> {
    await mkdir(this.#files.sockets, { recursive: true });
    const settings = {
      IdentityFile: this.#files.clientKey,
      IdentitiesOnly: 'yes',
      UserKnownHostsFile: this.#files.knownHosts,
      GlobalKnownHostsFile: '/dev/null',
      StrictHostKeyChecking: 'yes',
      BatchMode: 'yes',
      ConnectTimeout: '120',
      LogLevel: 'ERROR',
      ControlMaster: 'auto',
      ControlPath: join(this.#files.sockets, '%r'),
      ControlPersist: '600',
      // An emulated host with an emulated guest may be silent for long; jobs end with their connection.
      ServerAliveInterval: '30',
      ServerAliveCountMax: '10',
    };
    const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
    return ['-F', 'none', portFlag, `${SSH_PORT}`, ...options];
  }
}

/** Quotes one word for the host's shell. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
