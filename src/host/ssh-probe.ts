import { connect } from 'node:net';
import { throwIfCancelled } from './errors.ts';

/** Milliseconds until a machine that says nothing counts as down. */
const TIMEOUT = 5000;

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
    socket.once('data', (data) => end(data.subarray(0, 4).toString('latin1') === 'SSH-'));
  });
  throwIfCancelled(signal, `looking for an SSH server at ${host}`);
  return answers;
}
