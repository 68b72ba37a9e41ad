import { dirname } from 'node:path';
import { GuestError, InternalError } from '../host/errors.ts';
import { ensureDirectory } from '../host/files.ts';
import type { GuestConnection } from './connection.ts';
import { type CopyOptions, type ReceiveLimits, Tally } from './copy-options.ts';
import { oneLine } from './one-line.ts';
import { moveIntoPlace } from './place.ts';
import { receive } from './receive.ts';
import { type ReceiveSource, type Remark, receiveSource } from './receive-command.ts';
import { receiveOneByOne } from './receive-plain.ts';
import { StagedTree } from './staged-tree.ts';

/** A path to take from a guest, and where to. */
export interface CollectRequest {
  /** Path in the guest: a file or a directory. A link is followed. */
  readonly source: string;
  /** Path of the copy on this machine; directories above it are made. */
  readonly destination: string;
}

/** How paths are collected. */
export interface CollectOptions extends Omit<CopyOptions, 'recursive'>, ReceiveLimits {
  /** Report paths that are not there instead of throwing; true by default. */
  readonly ignoreMissing?: boolean;
}

/** What became of one path. */
export interface CollectedPath extends CollectRequest {
  /** `partial`: the stream ended in the middle of it, what came before is kept. */
  readonly status: 'collected' | 'partial' | 'missing' | 'failed';
  /** Why it is not (wholly) there. */
  readonly reason?: string;
  /** Files, directories and links. */
  readonly files: number;
  readonly bytes: number;
  /** What was left out of it, and why: files that vanished meanwhile, device nodes, links that lead outside. */
  readonly skipped: readonly string[];
}

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
  const tally = new Tally(connection.name, options);
  const entries = requests.map((request) => new Entry(request, tally.part()));
  try {
    for (let open = entries; open.length > 0; open = open.filter((entry) => entry.status === undefined)) {
      await collectBatch(connection, open, options);
    }
    for (const entry of entries) await entry.place();
  } finally {
    for (const entry of entries) await entry.discard();
  }
  const missing = entries.filter((entry) => entry.status === 'missing').map(({ request }) => request.source);
  if (missing.length > 0 && options.ignoreMissing === false) {
    throw new GuestError('GUEST_PATH_MISSING', `VM ${connection.name} does not have ${missing.join(', ')}`);
  }
  return entries.map((entry) => entry.report());
}

/** The first entries for one command. GNU tar sends a path that it is given twice only once. */
function nextBatch(open: readonly Entry[]): readonly Entry[] {
  const byPath = new Map<string, Entry>();
  for (const entry of open) if (!byPath.has(entry.source.inArchive)) byPath.set(entry.source.inArchive, entry);
  return [...byPath.values()].slice(0, BATCH);
}

/** One stream; every entry of the batch that it got to is settled afterwards, and at least one. */
async function collectBatch(
  connection: GuestConnection,
  open: readonly Entry[],
  options: CollectOptions,
): Promise<void> {
  const batch = nextBatch(open);
  const settings = { recursive: true, signal: options.signal, stallTimeout: options.stallTimeout };
  const sources = batch.map(({ source }) => source);
  let current: Entry | undefined;
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

/** One request on its way. */
class Entry {
  readonly request: CollectRequest;
  readonly source: ReceiveSource;
  status: CollectedPath['status'] | undefined;
  readonly #tally: Tally;
  #tree: StagedTree | undefined;
  #reason: string | undefined;

  constructor(request: CollectRequest, tally: Tally) {
    this.request = request;
    this.source = receiveSource(request.source);
    this.#tally = tally;
  }

  /** Whether anything of it came. */
  get begun(): boolean {
    return this.#tree?.kind !== undefined;
  }

  /** Where what comes of it goes, beside its destination. */
  async tree(): Promise<StagedTree> {
    if (!this.#tree) {
      const parent = dirname(this.request.destination);
      await ensureDirectory(parent);
      this.#tree = await StagedTree.create(parent, this.#tally);
    }
    return this.#tree;
  }

  /** Decides what became of it after its stream ended well. */
  settle(remark: Remark | undefined, complaints: readonly string[]): void {
    const mine = complaints.filter((line) => line.includes(this.source.inArchive)).map((line) => oneLine(line, 300));
    if (remark === 'missing') this.status = 'missing';
    else if (this.begun) {
      this.status = 'collected';
      for (const line of mine) this.#tally.skip(line);
    } else
      this.fail(remark === 'special' ? 'it is neither a file nor a directory' : mine.join(' | ') || 'it was not sent');
  }

  fail(reason: string): void {
    this.status = this.begun ? 'partial' : 'failed';
    this.#reason = reason;
  }

  /** Moves what came to its destination. */
  async place(): Promise<void> {
    if (!this.#tree || !this.begun) return;
    await this.#tree.finish();
    try {
      await moveIntoPlace(this.#tree.root, this.request.destination);
    } catch (error) {
      if (!(error instanceof GuestError)) throw error;
      this.status = 'failed';
      this.#reason = error.message;
    }
  }

  async discard(): Promise<void> {
    await this.#tree?.discard();
  }

  report(): CollectedPath {
    if (this.status === undefined) throw new InternalError(`${this.request.source} was neither collected nor given up`);
    const reason = this.#reason === undefined ? {} : { reason: this.#reason };
    return { ...this.request, status: this.status, ...reason, ...this.#tally.report() };
  }
}
