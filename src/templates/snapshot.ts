import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { removeAbandoned } from '../host/abandoned.ts';
import { messageOf } from '../host/errors.ts';
import { ensureDirectory, readJsonIfExists, removeTree, writeJson } from '../host/files.ts';
import { displayAddress, isHttpUrl } from '../host/http.ts';
import type { Logger } from '../host/log.ts';
import type { TemplateDetails } from './details.ts';
import { publicRepository } from './public-repository.ts';
import { type RepositoryFile, repositorySchema } from './repository-file.ts';

const detailsSchema = z.object({
  hash: z.object({ algorithm: z.enum(['sha1', 'sha256', 'sha512']), value: z.string() }).exactOptional(),
  metadata: z.record(z.string(), z.unknown()),
});

const snapshotSchema = z.object({
  version: z.literal(1),
  /** Where the repository is, for people. */
  location: z.string(),
  repository: repositorySchema,
  /** Hash and metadata of what was looked up so far, by `<template>:<version>`. */
  details: z.record(z.string(), detailsSchema),
});

/** What was last seen of a repository; serves while it cannot be reached. */
export interface Snapshot {
  readonly repository: RepositoryFile;
  readonly details: ReadonlyMap<string, TemplateDetails>;
}

/**
 * File in the store that holds the snapshot of a repository. Worth keeping in a CI cache together with the templates, so
 * that they can be found while the repository is away.
 */
export function snapshotFile(storeDir: string, location: string): string {
  return fileNamed(storeDir, repositoryDigest(location));
}

/** Names a repository in names of files and cache entries: hex. The same whoever asks: no user and password count. */
export function repositoryDigest(location: string): string {
  return sha256(withoutUser(location));
}

function fileNamed(storeDir: string, digest: string): string {
  return join(storeDir, 'repositories', `${digest.slice(0, 32)}.json`);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function withoutUser(location: string): string {
  const url = isHttpUrl(location) && URL.canParse(location) ? new URL(location) : undefined;
  if (url === undefined || (url.username === '' && url.password === '')) return location;
  url.username = '';
  url.password = '';
  return url.href;
}

/** Reads a snapshot; undefined when there is none, or a broken one. */
export async function readSnapshot(storeDir: string, location: string): Promise<Snapshot | undefined> {
  const saved = await readJsonIfExists(snapshotFile(storeDir, location), snapshotSchema).catch(() => undefined);
  return saved && { repository: saved.repository, details: new Map(Object.entries(saved.details)) };
}

/** Saves a snapshot when it says something new, without the secrets of addresses. A store that cannot be written only costs the snapshot. */
export async function saveSnapshot(
  storeDir: string,
  location: string,
  snapshot: Snapshot,
  log: Logger | undefined,
): Promise<void> {
  const file = snapshotFile(storeDir, location);
  const repository = publicRepository(snapshot.repository);
  const details = Object.fromEntries([...snapshot.details].sort(([a], [b]) => (a < b ? -1 : 1)));
  const content = { version: 1, location: displayAddress(location), repository, details };
  try {
    await removeOldSnapshot(storeDir, location);
    await removeAbandoned(dirname(file), (name) => name === basename(file));
    const old = await readJsonIfExists(file, z.unknown()).catch(() => undefined);
    if (JSON.stringify(old) === JSON.stringify(content)) return;
    await ensureDirectory(dirname(file));
    await writeJson(file, content);
  } catch (error) {
    log?.debug(`no snapshot of the template repository was kept: ${messageOf(error)}`);
  }
}

/** Versions that counted the user in its name left a snapshot with the whole address in it, password and all. */
async function removeOldSnapshot(storeDir: string, location: string): Promise<void> {
  if (withoutUser(location) === location) return;
  await removeTree(fileNamed(storeDir, sha256(location))).catch(() => undefined);
}
