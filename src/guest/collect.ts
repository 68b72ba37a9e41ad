import { GuestError, InternalError } from '../host/errors.ts';
import type { CollectEntry } from './collect-entry.ts';
import { type CollectedPath, type CollectOptions, type CollectRequest, gather } from './collect-paths.ts';
import type { GuestConnection } from './connection.ts';
import { receive } from './receive.ts';
import { receiveOneByOne } from './receive-plain.ts';

/** Sources in one command: its text has to stay below the 128 KiB that Linux takes as one argument. */
const BATCH = 100;

/**
 * Takes paths from a guest as one stream. Files that vanish or cannot be read do not stop the others; nor do limits: what
 * came before one was reached is kept and reported.
 *
 * @returns what became of each request, in their order
 * @throws {GuestError} `GUEST_PATH_MISSING` without `ignoreMissing`, once the others are in place; `TRANSFER_REFUSED`
 * when the guest sends what no honest tar would; and as {@link GuestConnection.open}
 * @throws {HostError} when something cannot be written
 */
export async function collectPaths(
  connection: GuestConnection,
  requests: readonly CollectRequest[],
  options: CollectOptions = {},
): Promise<readonly CollectedPath[]> {
  return await gather(connection.name, requests, options, async (entries) => {
    for (let open = entries; open.length > 0; open = open.filter((entry) => entry.status === undefined)) {
      await collectBatch(connection, open, options);
    }
  });
}

/** The first entries for one command. GNU tar sends a path that it is given twice only once. */
function nextBatch(open: readonly CollectEntry[]): readonly CollectEntry[] {
  const byPath = new Map<string, CollectEntry>();
  for (const entry of open) if (!byPath.has(entry.source.inArchive)) byPath.set(entry.source.inArchive, entry);
  return [...byPath.values()].slice(0, BATCH);
}

/** One stream; every entry of the batch that it got to is settled afterwards, and at least one. */
async function collectBatch(
  connection: GuestConnection,
  open: readonly CollectEntry[],
  options: CollectOptions,
): Promise<void> {
  const batch = nextBatch(open);
  const settings = { recursive: true, signal: options.signal, stallTimeout: options.stallTimeout };
  const sources = batch.map(({ source }) => source);
  let current: CollectEntry | undefined;
  try {
    const received = await receive(connection, sources, settings, async (index) => {
      const entry = batch[index];
      if (!entry) throw new InternalError(`there is no source number ${index}`);
      current = entry;
      return await entry.tree();
    });
    for (const [index, entry] of batch.entries()) {
      const remark = received.remarks.get(index);
      if (remark === undefined && !received.hasTar) {
        current = entry;
        await receiveOneByOne(connection, entry.source, await entry.tree(), settings);
      }
      entry.settle(remark, received.complaints);
    }
  } catch (error) {
    if (!(error instanceof GuestError) || error.code === 'TRANSFER_REFUSED') throw error;
    if (current === undefined && !error.code.startsWith('TRANSFER_')) throw error;
    connection.options.log.debug(`collecting from VM ${connection.name}: ${error.message}`);
    for (const entry of batch) if (entry !== current && entry.begun) entry.status = 'collected';
    current?.fail(error.message);
    if (current !== undefined && !ENDS_ALL.test(error.code)) return;
    for (const entry of open) if (entry.status === undefined) entry.fail(error.message);
  }
}

/** After these another stream would go the same way. */
const ENDS_ALL = /^(SSH_.*|HOST_KEY_CHANGED|TRANSFER_TOO_LARGE|TRANSFER_STALLED)$/;
