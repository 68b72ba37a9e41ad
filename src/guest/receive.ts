import { GuestError } from '../host/errors.ts';
import { readArchive } from './archive.ts';
import type { GuestConnection } from './connection.ts';
import { STALL_TIMEOUT } from './copy-options.ts';
import { refused } from './member-path.ts';
import { oneLine } from './one-line.ts';
import { originOf, type ReceiveSource, readErrors, receiveCommand, type SenderErrors } from './receive-command.ts';
import type { StagedTree } from './staged-tree.ts';
import { outputOf, startTransfer, type Transfer } from './transfer.ts';

/** How sources are received. */
export interface ReceiveOptions {
  readonly recursive: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds. */
  readonly stallTimeout?: number | undefined;
}

/** Gives the tree for source number `index`, which members go to. */
export type TreeFor = (index: number) => Promise<StagedTree>;

/** How a guest ended sending. */
export interface Received extends SenderErrors {
  /** Exit code of its tar. */
  readonly code: number;
}

/**
 * Receives sources as one stream of tar archives.
 *
 * @throws {GuestError} `TRANSFER_REFUSED`, `TRANSFER_BROKEN`, `TRANSFER_STALLED`, and as {@link GuestConnection.open}
 */
export async function receive(
  connection: GuestConnection,
  sources: readonly ReceiveSource[],
  options: ReceiveOptions,
  treeFor: TreeFor,
): Promise<Received> {
  const command = receiveCommand(sources, options);
  const transfer = await startTransfer(connection, command, options.stallTimeout ?? STALL_TIMEOUT, options.signal);
  const fileOf = async (name: string): Promise<string | undefined> => {
    const origin = originOf(name, sources);
    return origin && (await treeFor(origin.index)).fileAt(origin.name);
  };
  try {
    await readArchive(outputOf(transfer), async (name, header, body) => {
      const origin = originOf(name, sources);
      if (!origin) throw refused(`${oneLine(JSON.stringify(name), 200)}, which was not asked for`);
      const linkedFile = header.type === 'link' ? await fileOf(header.linkname ?? '') : undefined;
      await (await treeFor(origin.index)).add(origin.name, { ...header, linkedFile }, body);
    });
    const { code } = await transfer.process.exited;
    return { ...readErrors(transfer.errors()), code };
  } catch (error) {
    throw await withReason(error, transfer);
  } finally {
    transfer.finish();
  }
}

/** An archive is broken where the command that sends it was ended (by a guest without memory, say): that is the reason then. */
async function withReason(error: unknown, { process, errors }: Transfer): Promise<unknown> {
  if (!(error instanceof GuestError) || error.code !== 'TRANSFER_BROKEN' || !process.ended) return error;
  const status = await process.exited.catch(() => undefined);
  if (status === undefined || status.code === 0) return error;
  const { code, signal } = status;
  const end = signal === undefined ? `exit code ${code}` : `signal ${signal}`;
  const said = readErrors(errors()).complaints.join('\n');
  return new GuestError(error.code, `${error.message} (its tar ended with ${end}${said && `: ${oneLine(said)}`})`, {
    cause: error,
  });
}
