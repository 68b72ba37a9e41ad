import { GuestError, messageOf } from '../host/errors.ts';
import type { GuestConnection } from './connection.ts';
import type { RemoteProcess } from './remote-process.ts';

/** Error output that is kept of a transfer. */
const MAX_ERRORS = 64 * 1024;

/** A command in a guest that takes or gives data, watched for silence. */
export interface Transfer {
  readonly process: RemoteProcess;
  /** Says that data moved. */
  touch(): void;
  /** What the command wrote to its error output so far, up to 64 KiB. */
  errors(): string;
  /** Ends the watching; aborts the command when it still runs. */
  finish(): void;
}

/**
 * Starts a command for a transfer. It is aborted with `TRANSFER_STALLED` after `stallTimeout` ms without data.
 *
 * @throws as {@link GuestConnection.open}
 */
export async function startTransfer(
  connection: GuestConnection,
  command: string,
  stallTimeout: number,
  signal: AbortSignal | undefined,
): Promise<Transfer> {
  const process = await connection.open({ command }, signal);
  const silence = `VM ${connection.name}: no data for ${stallTimeout / 1000} s during a copy`;
  const timer = setTimeout(() => process.abort(new GuestError('TRANSFER_STALLED', silence)), stallTimeout);
  const errors: Buffer[] = [];
  let size = 0;
  process.channel.stderr.on('data', (chunk: Buffer) => {
    process.touch();
    size += chunk.length;
    if (size <= MAX_ERRORS) errors.push(chunk);
  });
  return {
    process,
    touch: () => timer.refresh(),
    errors: () => Buffer.concat(errors).toString('utf8'),
    finish: () => {
      clearTimeout(timer);
      process.abort(new GuestError('SSH_LOST', `VM ${connection.name}: the copy was given up`));
    },
  };
}

/** No data at all. */
export const NOTHING: AsyncIterable<Buffer> = {
  [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true, value: undefined }) }),
};

/** Sends data as the command's standard input, in pieces worth a packet. Ends early when the command does. */
export async function sendAll(transfer: Transfer, source: AsyncIterable<Buffer>): Promise<void> {
  const { process } = transfer;
  try {
    for await (const chunk of inPackets(source)) {
      if (!(await process.write(chunk))) return;
      transfer.touch();
    }
    if (!process.ended) process.channel.end();
  } catch (error) {
    process.abort(error instanceof Error ? error : new Error(messageOf(error)));
  }
}

const PACKET = 32 * 1024;

async function* inPackets(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let small: Buffer[] = [];
  let size = 0;
  for await (const chunk of source) {
    small.push(chunk);
    size += chunk.length;
    if (size < PACKET) continue;
    yield small.length === 1 ? chunk : Buffer.concat(small);
    small = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(small);
}

/** The command's standard output, to its end. @throws the reason when the command was aborted or the connection lost */
export async function* outputOf(transfer: Transfer): AsyncGenerator<Buffer> {
  const { process } = transfer;
  const { channel } = process;
  let atEnd = false;
  let wake: () => void = () => undefined;
  const onReadable = () => wake();
  const onEnd = () => {
    atEnd = true;
    wake();
  };
  channel.on('readable', onReadable).on('end', onEnd);
  process.exited.then(onReadable, onReadable);
  try {
    for (;;) {
      const chunk: unknown = process.ended ? null : channel.read();
      if (chunk instanceof Buffer) {
        process.touch();
        transfer.touch();
        yield chunk;
      } else if (atEnd || process.ended) {
        break;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    channel.off('readable', onReadable).off('end', onEnd);
  }
  await process.exited;
  if (process.cut) throw process.cut;
}
