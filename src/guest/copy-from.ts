import { GuestError } from '../host/errors.ts';
import type { GuestConnection } from './connection.ts';
import { type CopyOptions, type CopyReport, type ReceiveLimits, Tally } from './copy-options.ts';
import { isDirectory } from './copy-to.ts';
import { oneLine } from './one-line.ts';
import { destinationOf, moveIntoPlace } from './place.ts';
import { receive } from './receive.ts';
import { type ReceiveSource, receiveSource } from './receive-command.ts';
import { receiveOneByOne } from './receive-plain.ts';
import { StagedTree } from './staged-tree.ts';

/**
 * Copies a file or a directory out of a guest, as `scp -r` does: an existing local directory gets it as a child,
 * otherwise `local` becomes its name. Permissions and times are kept. A link is followed when it is `remote` itself;
 * below it links are kept when they lead to something inside the copy, else left out. What fails leaves nothing behind.
 *
 * @throws {UserError} `LOCAL_PATH_MISSING`, `IS_DIRECTORY` (without `recursive`), `GUEST_PATH_INVALID`
 * @throws {GuestError} `GUEST_PATH_MISSING`, `COPY_FAILED`, `COPY_CONFLICT`, `TRANSFER_REFUSED`, `TRANSFER_BROKEN`,
 * `TRANSFER_TOO_LARGE`, `TRANSFER_STALLED`, and as {@link GuestConnection.open}
 * @throws {HostError} when something cannot be written
 */
export async function copyFrom(
  connection: GuestConnection,
  remote: string,
  local: string,
  options: CopyOptions & ReceiveLimits = {},
): Promise<CopyReport> {
  connection.options.log.debug(`copy ${connection.name}:${remote} to ${local}`);
  const source = receiveSource(remote);
  const { target, staging } = await destinationOf(local, remote);
  const tally = new Tally(connection.name, options);
  const tree = await StagedTree.create(staging, tally);
  try {
    await fill(connection, source, remote, tree, options);
    await tree.finish();
    await moveIntoPlace(tree.root, target);
    return tally.report();
  } finally {
    await tree.discard();
  }
}

async function fill(
  connection: GuestConnection,
  source: ReceiveSource,
  remote: string,
  tree: StagedTree,
  options: CopyOptions,
): Promise<void> {
  const settings = { recursive: options.recursive ?? true, signal: options.signal, stallTimeout: options.stallTimeout };
  const received = await receive(connection, [source], settings, async () => tree);
  const failed = (code: string, why: string) => new GuestError(code, `VM ${connection.name}: ${remote} ${why}`);
  const complaints = oneLine(received.complaints.join('\n'));
  switch (received.remarks.get(0)) {
    case 'missing':
      throw failed('GUEST_PATH_MISSING', 'does not exist');
    case 'special':
      throw failed('COPY_FAILED', 'is neither a file nor a directory');
    case 'directory':
      throw isDirectory(`VM ${connection.name}: ${remote}`);
    case undefined:
  }
  if (!received.hasTar) await receiveOneByOne(connection, source, tree, settings);
  if (received.code !== 0 && !received.complaints.every(isHarmless)) {
    throw failed('COPY_FAILED', `was not copied whole: ${complaints}`);
  }
  if (tree.kind === undefined) throw failed('COPY_FAILED', `was not sent: ${complaints}`);
}

/** What GNU tar says of files that change under its hands; the copy is as good as it can be. */
function isHarmless(line: string): boolean {
  return /changed as we read it|removed before we read it|shrank by \d+ bytes/.test(line);
}
