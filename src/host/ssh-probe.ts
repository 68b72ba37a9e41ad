import { connect } from 'node:net';
import { throwIfCancelled } from './errors.ts';

/** Milliseconds until a machine that says nothing counts as down. */
const TIMEOUT = 5000;
/** What the version of an SSH server begins with. */
const START = 'SSH-';

/**
 * Whether an SSH server answers: it sends its version at once, before anybody logs in.
 *
 * @param timeout milliseconds until one that says nothing counts as down; 5 s by default.
 * @throws {CancelledError} when the signal fires.
 */
export async function answersSsh(
  host: string,
  port: number,
  signal?: AbortSignal,
  timeout = TIMEOUT,
): Promise<boolean> {
  const limit = AbortSignal.timeout(timeout);
  const answers = await new Promise<boolean>((resolve) => {
    const socket = connect({ host, port, signal: signal ? AbortSignal.any([signal, limit]) : limit });
    const end = (answer: boolean) => {
      resolve(answer);
      socket.destroy();
    };
    socket.on('error', () => end(false));
    socket.once('close', () => end(false));
    let version = '';
    socket.on('data', (data) => {
      // It may come in pieces.
      version += data.toString('latin1');
      if (version.length >= START.length || !START.startsWith(version)) end(version.startsWith(START));
    });
  });
  throwIfCancelled(signal, `looking for an SSH server at ${host}`);
  return answers;
}
