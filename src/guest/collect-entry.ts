import { dirname } from 'node:path';
import { GuestError, InternalError } from '../host/errors.ts';
import { ensureDirectory } from '../host/files.ts';
import type { CollectedPath, CollectRequest } from './collect-paths.ts';
import type { Tally } from './copy-options.ts';
import { oneLine } from './one-line.ts';
import { moveIntoPlace } from './place.ts';
import { type ReceiveSource, type Remark, receiveSource } from './receive-command.ts';
import { StagedTree } from './staged-tree.ts';

/** One request on its way: what comes of it is prepared beside its destination, and put there at the end. */
export class CollectEntry {
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
