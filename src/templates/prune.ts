import { existsSync } from 'node:fs';
import { lstat, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { removeAbandoned } from '../host/abandoned.ts';
import { HostError, LagoError, throwIfCancelled } from '../host/errors.ts';
import { directoryIsWritable } from '../host/files.ts';
import { holdFile } from '../host/hold.ts';
import { acquireLock } from '../host/lock.ts';
import type { Logger } from '../host/log.ts';
import { type EntryFiles, removeEntry } from './entry.ts';
import { inventory, type Remains, type StoreEntry } from './inventory.ts';
import { type TemplateName, templateId } from './types.ts';

/** Which templates to remove: those that any of these fits. */
export interface PruneSelection {
  /** Those that were not used for so many milliseconds. */
  readonly olderThanMs?: number | undefined;
  /** Those used longest ago, until the rest takes no more bytes than this. */
  readonly maxBytes?: number | undefined;
  /** All that nothing lies over. */
  readonly unused?: boolean | undefined;
  /** Removes nothing, and only tells what would go. */
  readonly dryRun?: boolean | undefined;
}

/** What pruning needs besides. */
export interface PruneContext {
  /** What lies over each image, by real paths; asked once, when nobody can begin to use what may go. */
  users(): Promise<ReadonlyMap<string, readonly string[]>>;
  readonly signal?: AbortSignal | undefined;
  readonly log?: Logger | undefined;
}

/** A template that goes, or stays although it was selected. */
export interface PrunedTemplate {
  readonly id: string;
  /** Bytes that it takes on the disk. */
  readonly size: number;
  readonly lastUsed: Date;
  /** Why it stays. */
  readonly reason?: string;
}

/** What came of pruning. */
export interface PruneReport {
  readonly removed: readonly PrunedTemplate[];
  readonly kept: readonly PrunedTemplate[];
  /** Names of templates whose unfinished downloads went. */
  readonly swept: readonly string[];
  /** Bytes that are free now. */
  readonly freed: number;
  /** Bytes that templates still take. */
  readonly left: number;
}

/** Milliseconds after which nobody is expected to resume a download. */
const PART_AGE = 86_400_000;

/**
 * Removes templates, those used longest ago first; never one that something lies over, that is being fetched, or that a run
 * is about to use: what may go is locked first, so that nobody begins to use it after the look at what is in use.
 *
 * @throws {HostError} `STORE_READ_ONLY`; errors of `users`; {@link CancelledError}.
 */
export async function pruneStore(
  directory: string,
  selection: PruneSelection,
  context: PruneContext,
): Promise<PruneReport> {
  const { entries, remains } = await inventory(directory);
  if (existsSync(directory)) assertWritable(directory);
  await using stack = new AsyncDisposableStack();
  const oldestFirst = entries.toReversed();
  const busy = new Map<StoreEntry, string>();
  for (const entry of oldestFirst.filter((each) => mayGo(each, selection))) {
    throwIfCancelled(context.signal, 'pruning');
    if ((await lstat(entry.files.image).catch(() => undefined))?.isSymbolicLink()) busy.set(entry, 'it is a symlink');
    else if (!(await reserved(entry, stack))) busy.set(entry, 'a run is fetching or using it');
  }
  const users = await context.users();
  const report = { removed: [] as PrunedTemplate[], kept: [] as PrunedTemplate[], swept: [] as string[], freed: 0 };
  let left = entries.reduce((sum, { allocated }) => sum + allocated, 0);
  for (const entry of oldestFirst.filter((each) => mayGo(each, selection))) {
    if (!isSelected(entry, selection, left)) continue;
    const reason = busy.get(entry) ?? inUse(await usersOf(entry.files, users));
    if (reason !== undefined) {
      report.kept.push({ ...shown(entry), reason });
      continue;
    }
    if (selection.dryRun !== true) await removeEntry(entry.files);
    report.removed.push(shown(entry));
    report.freed += entry.allocated;
    left -= entry.allocated;
  }
  await stack.disposeAsync();
  for (const each of remains) {
    if (!(await sweep(each, selection))) continue;
    report.swept.push(templateId(each));
    report.freed += each.allocated;
  }
  if (selection.dryRun !== true) await removeAllAbandoned(directory);
  return { ...report, left };
}

/** What killed processes were writing: beside images, snapshots of repositories, and notes of where environments are. */
async function removeAllAbandoned(directory: string): Promise<void> {
  await removeAbandoned(directory, (name) => name.split(':').length === 3);
  for (const name of ['repositories', 'used-by']) await removeAbandoned(join(directory, name));
}

function mayGo(entry: StoreEntry, { olderThanMs, maxBytes, unused }: PruneSelection): boolean {
  return unused === true || maxBytes !== undefined || isOld(entry.lastUsed, olderThanMs);
}

function isSelected(entry: StoreEntry, { olderThanMs, maxBytes, unused }: PruneSelection, left: number): boolean {
  return unused === true || isOld(entry.lastUsed, olderThanMs) || (maxBytes !== undefined && left > maxBytes);
}

function isOld(time: Date, olderThanMs: number | undefined): boolean {
  return olderThanMs !== undefined && Date.now() - time.getTime() > olderThanMs;
}

/** Locks a template out of use, until the stack is disposed of; false when somebody is at work on it. */
async function reserved({ files, ...name }: StoreEntry, stack: AsyncDisposableStack): Promise<boolean> {
  const what = `template ${templateId(name)}`;
  try {
    stack.use(await acquireLock(files.lock, { what, timeoutMs: 0, temporary: true }));
    const held = await holdFile(files.image, { mode: 'exclusive', what });
    if (held) stack.use(held);
    return held !== undefined;
  } catch (error) {
    if (isBusy(error)) return false;
    throw error;
  }
}

async function usersOf(
  { image }: EntryFiles,
  users: ReadonlyMap<string, readonly string[]>,
): Promise<readonly string[]> {
  return users.get(await realpath(image).catch(() => image)) ?? [];
}

function inUse(users: readonly string[]): string | undefined {
  return users.length === 0 ? undefined : `there are disks over it: ${users.map(brief).join(', ')}`;
}

/** A layer by the beginning of its key, as `lago layers list` shows it; environments as they are. */
function brief(user: string): string {
  return user.replace(/^(layer [0-9a-f]{12})[0-9a-f]+$/, '$1');
}

/** Removes what is left of a template, unless somebody is at work on it, or may resume its download. */
async function sweep(remains: Remains, { olderThanMs, unused, dryRun }: PruneSelection): Promise<boolean> {
  const { files, leftovers, changed } = remains;
  const age = unused === true ? -1 : Math.min(olderThanMs ?? PART_AGE, PART_AGE);
  const isPart = leftovers.includes(files.part);
  if (isPart && Date.now() - changed.getTime() <= age) return false;
  if (dryRun === true) return true;
  try {
    const lock = { what: `template ${templateId(remains)}`, timeoutMs: 0, temporary: true };
    await using _ = await acquireLock(files.lock, lock);
    const own = leftovers.filter((file) => file.startsWith(files.image) && file !== files.lock);
    for (const file of own) await rm(file, { force: true });
    return own.length > 0;
  } catch (error) {
    if (isBusy(error)) return false;
    throw error;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof LagoError && error.code === 'LOCK_TIMEOUT';
}

function shown({ allocated, lastUsed, ...name }: StoreEntry & TemplateName): PrunedTemplate {
  return { id: templateId(name), size: allocated, lastUsed };
}

function assertWritable(directory: string): void {
  if (directoryIsWritable(directory)) return;
  throw new HostError('STORE_READ_ONLY', `the template store ${directory} is read-only for this user`, {
    hint: 'Run this as the user whose store it is.',
  });
}
