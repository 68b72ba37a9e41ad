import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import ssh2, { type AuthContext, type PseudoTtyInfo, type ServerChannel } from 'ssh2';
import { generateOpenSshKey } from '../../../../src/guest/openssh-key.ts';

export const HOST_KEY = generateOpenSshKey('host');
export const USER_KEY = generateOpenSshKey('user');

/** How the server behaves; a well-behaved one that runs commands with `sh` by default. */
export interface ServerOptions {
  /** A free one by default. */
  readonly port?: number;
  /** A loopback address; 127.0.0.1 by default. */
  readonly host?: string;
  readonly hostKey?: string;
  readonly password?: string;
  /** Whether to accept the key; asked at each log-in. */
  readonly accept?: () => boolean;
  readonly ident?: string;
  /** Takes over a command; false lets it run. */
  readonly onExec?: (command: string, channel: ServerChannel) => boolean;
  /** Environment and directory of commands. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly onPty?: (info: Pick<PseudoTtyInfo, 'cols' | 'rows'>) => void;
  readonly onShell?: (channel: ServerChannel) => void;
}

export interface TestServer extends AsyncDisposable {
  readonly port: number;
  /** Connections that were logged in. */
  readonly logins: () => number;
  readonly commands: readonly string[];
  readonly connections: ReadonlySet<ssh2.Connection>;
}

/** Starts an SSH server on a loopback port. */
export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
  const connections = new Set<ssh2.Connection>();
  const commands: string[] = [];
  let logins = 0;
  const server = new ssh2.Server(
    {
      hostKeys: [options.hostKey ?? HOST_KEY.privateKey],
      ...(options.ident === undefined ? {} : { ident: options.ident }),
    },
    (connection) => {
      connections.add(connection);
      connection.on('error', () => undefined);
      connection.on('close', () => connections.delete(connection));
      connection.on('authentication', (context) => (accepts(context, options) ? context.accept() : context.reject()));
      connection.on('ready', () => {
        logins += 1;
        connection.on('session', (accept) => {
          const session = accept();
          session.on('pty', (acceptPty, _reject, info) => {
            options.onPty?.(info);
            acceptPty?.();
          });
          session.on('window-change', (_accept, _reject, info) => options.onPty?.(info));
          session.on('exec', (acceptExec, _reject, { command }) => {
            commands.push(command);
            const channel = acceptExec();
            channel.on('error', () => undefined);
            if (!options.onExec?.(command, channel)) runCommand(command, channel, options);
          });
          session.on('shell', (acceptShell) => {
            const channel = acceptShell();
            channel.on('error', () => undefined);
            options.onShell?.(channel);
          });
        });
      });
    },
  );
  // sshd sends small packets at once as well.
  const sockets = new Set<Socket>();
  const listener = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    server.injectSocket(socket);
  });
  const port = await listen(listener, options.port, options.host);
  return {
    port,
    logins: () => logins,
    commands,
    connections,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => listener.close(() => resolve()));
    },
  };
}

/** Listens on a loopback port, a free one unless one is wanted. */
export async function listen(server: Server, wanted = 0, host = '127.0.0.1'): Promise<number> {
  server.listen(wanted, host);
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('not listening on a port');
  return address.port;
}

function accepts(context: AuthContext, options: ServerOptions): boolean {
  if (context.method === 'password') return context.password === options.password;
  if (context.method !== 'publickey' || options.accept?.() === false) return false;
  const known = ssh2.utils.parseKey(USER_KEY.publicKey);
  if (known instanceof Error || !known.getPublicSSH().equals(context.key.data)) return false;
  return !context.signature || !context.blob || known.verify(context.blob, context.signature);
}

/** Runs a command as sshd does: through a shell, its streams on the channel, its exit status at the end. */
export function runCommand(command: string, channel: ServerChannel, options: Pick<ServerOptions, 'env' | 'cwd'>): void {
  const child = spawn('/bin/sh', ['-c', command], {
    cwd: options.cwd ?? '/',
    env: { ...(options.env ?? process.env) },
  });
  // One that cannot be started; the client sees that in the end of the channel.
  child.on('error', () => undefined);
  channel.pipe(child.stdin);
  child.stdin.on('error', () => undefined);
  forward(child.stdout, channel, channel);
  forward(child.stderr, channel.stderr, channel);
  channel.on('close', () => child.kill());
  child.on('close', (code, signal) => {
    if (signal === null) channel.exit(code ?? 0);
    else channel.exit(signal.replace('SIG', ''), false, '');
    channel.end();
  });
}

/** As fast as the client reads. One that has given up closes the channel: what the command says then reaches nobody. */
function forward(output: Readable, input: Writable, channel: ServerChannel): void {
  // The stream of errors of a closed channel stays writable, and never drains.
  let isClosed = false;
  channel.on('close', () => {
    isClosed = true;
    output.resume();
  });
  output.on('data', (chunk: Buffer) => {
    if (isClosed || !input.writable || input.write(chunk)) return;
    output.pause();
    input.once('drain', () => output.resume());
  });
}
