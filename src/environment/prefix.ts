import { type Dirent, existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { rename, symlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { removeAbandoned } from '../host/abandoned.ts';
import { hasErrorCode, StateError, UserError } from '../host/errors.ts';
import { fileError, removeTree, temporaryName } from '../host/files.ts';
import { openTo } from './open-to.ts';

/** Name of the link to the prefix that verbs use when none is named. */
const CURRENT = 'current';
/** Directory that Lago users expect below the working directory. */
export const DEFAULT_WORKDIR = '.lago';
export const DEFAULT_PREFIX = 'default';

/** How the uuid of an environment is written. */
const UUID = /^[0-9a-f]{32}$/;

/** Paths inside one prefix, as Lago lays them out. */
export interface PrefixPaths {
  readonly root: string;
  readonly uuid: string;
  readonly initialized: string;
  readonly metadata: string;
  readonly privateKey: string;
  readonly publicKey: string;
  readonly knownHosts: string;
  readonly virt: string;
  readonly plan: string;
  /** Addresses that were found out, where none was given. */
  readonly addresses: string;
  /** Ports of the host that lead to machines now. */
  readonly ports: string;
  readonly images: string;
  readonly scripts: string;
  readonly logs: string;
  readonly logFile: string;
  readonly watchdogLog: string;
  readonly forwarderLog: string;
}

/** Where everything of a prefix lies. */
export function prefixPaths(root: string): PrefixPaths {
  return {
    root,
    uuid: join(root, 'uuid'),
    initialized: join(root, 'initialized'),
    metadata: join(root, 'metadata'),
    privateKey: join(root, 'id_ed25519'),
    publicKey: join(root, 'id_ed25519.pub'),
    knownHosts: join(root, 'known_hosts'),
    virt: join(root, 'virt'),
    plan: join(root, 'virt', 'plan.json'),
    addresses: join(root, 'virt', 'addresses.json'),
    ports: join(root, 'virt', 'ports.json'),
    images: join(root, 'images'),
    scripts: join(root, 'scripts'),
    logs: join(root, 'logs'),
    logFile: join(root, 'logs', 'lago.log'),
    watchdogLog: join(root, 'logs', 'watchdog.log'),
    forwarderLog: join(root, 'logs', 'forwarder.log'),
  };
}

/** File with the saved spec of a network. */
export function netSpecFile({ virt }: PrefixPaths, net: string): string {
  return join(virt, `net-${net}`);
}

/** File with the saved spec of a domain. */
export function vmSpecFile({ virt }: PrefixPaths, vm: string): string {
  return join(virt, `vm-${vm}`);
}

/** Whether a directory is an initialised prefix. */
export function isPrefix(path: string): boolean {
  return statSync(join(path, 'initialized'), { throwIfNoEntry: false })?.isFile() === true;
}

/**
 * Whether a directory is a prefix as far as can be told, be it initialised, half-made or cleaned up: it has our kind of uuid,
 * and something else of a prefix or a place in a workdir.
 */
export function looksLikePrefix(path: string): boolean {
  if (isPrefix(path)) return true;
  const { virt, privateKey, uuid } = prefixPaths(path);
  if (statSync(uuid, { throwIfNoEntry: false })?.isFile() !== true || !UUID.test(uuidIn(path) ?? '')) return false;
  const parts = [virt, privateKey, join(path, 'id_rsa')];
  const workdir = dirname(resolve(path));
  return parts.some((part) => existsSync(part)) || basename(workdir) === DEFAULT_WORKDIR || isWorkdir(workdir);
}

/** Whether a directory is a workdir: it has a `current` link. */
export function isWorkdir(path: string): boolean {
  return lstatSync(join(path, CURRENT), { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

/** Whether a directory holds prefixes without a link, as when an `init` was killed: a workdir that can be mended. */
function hasPrefixes(path: string): boolean {
  return isDirectory(path) && listPrefixes(path).some((name) => openTo(looksLikePrefix, join(path, name)));
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Where a prefix is before it gets its name, together with its uuid. */
export function draftOf({ prefix, uuid }: { readonly prefix: string; readonly uuid: string }): string {
  return join(dirname(prefix), `.${uuid}.new`);
}

const DRAFT = /^\.[0-9a-f]{32}\.new$/;

/** Names of the prefixes in a workdir, sorted. */
export function listPrefixes(workdir: string): string[] {
  return entriesOf(workdir)
    .filter((entry) => entry.isDirectory() && !DRAFT.test(entry.name))
    .map((entry) => entry.name)
    .sort();
}

function entriesOf(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw fileError(error, 'read', directory);
  }
}

/** Name that `current` points to; undefined when there is no such link. */
export function currentPrefix(workdir: string): string | undefined {
  try {
    return basename(readlinkSync(join(workdir, CURRENT)));
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR', 'EINVAL')) return undefined;
    throw fileError(error, 'read', join(workdir, CURRENT));
  }
}

/** Points `current` at a prefix, in one step. */
export async function setCurrent(workdir: string, name: string): Promise<void> {
  const temporary = temporaryName(join(workdir, CURRENT));
  await symlink(name, temporary);
  await rename(temporary, join(workdir, CURRENT));
}

/** Removes links `current` that were being made by processes that were killed. */
export async function removeAbandonedLinks(workdir: string): Promise<void> {
  await removeAbandoned(workdir, (name) => name === CURRENT);
}

/** Mends `current` after a prefix went away: `default` first, else the last by name; without prefixes it goes too. */
export async function repairCurrent(workdir: string): Promise<void> {
  if (!existsSync(workdir)) return;
  const current = currentPrefix(workdir);
  if (current !== undefined && listPrefixes(workdir).includes(current)) return;
  const next = nextCurrent(workdir);
  if (next !== undefined) await setCurrent(workdir, next);
  else if (current !== undefined) await removeTree(join(workdir, CURRENT));
}

/** The prefix that takes the place of one that is gone: `default` first, else the last by name. */
function nextCurrent(workdir: string): string | undefined {
  const names = listPrefixes(workdir);
  return names.includes(DEFAULT_PREFIX) ? DEFAULT_PREFIX : names.at(-1);
}

/** How a caller names an environment. */
export interface Location {
  /** Workdir, or a directory at or below the one that holds `.lago`; the current directory by default. */
  readonly workdir?: string | undefined;
  /** Prefix in the workdir; `current` by default: the one that one stands in, else the one that the link names. */
  readonly prefixName?: string | undefined;
  /** Path of the prefix itself, in place of the two. */
  readonly prefix?: string | undefined;
  readonly cwd: string;
}

/**
 * Finds the prefix that a verb means: the current directory when it is one, else the workdir given or found here,
 * in `.lago` or in a parent directory, with the prefix named or `current`.
 *
 * @param accept what counts as a prefix; an initialised one by default.
 * @param acceptHere what counts as one where nobody named it: for the current directory.
 * @throws {UserError} `WORKDIR_NOT_FOUND`; {@link StateError} `PREFIX_NOT_FOUND`, `WORKDIR_MALFORMED`.
 */
export function findPrefix(
  location: Location,
  accept: (path: string) => boolean = isPrefix,
  acceptHere: (path: string) => boolean = accept,
): string {
  const { cwd, prefix } = location;
  if (prefix !== undefined) return checkedPrefix(resolve(cwd, prefix), accept);
  const name = namedPrefix(location);
  if (location.workdir === undefined && name === undefined && acceptHere(cwd)) return resolve(cwd);
  const workdir = findWorkdir(location);
  return checkedPrefix(join(workdir, name ?? currentOf(workdir)), accept);
}

/** The default, spelled out, means what it means unsaid. */
function namedPrefix({ prefixName }: Pick<Location, 'prefixName'>): string | undefined {
  return prefixName === CURRENT ? undefined : prefixName;
}

/** Name of a prefix to be made: `default` where none is named, and for `current`, which is the name of the link. */
export function newPrefixName(prefixName: string | undefined): string {
  return namedPrefix({ prefixName }) ?? DEFAULT_PREFIX;
}

/** A link to a prefix that is gone means the one that takes its place; changing it is for verbs that change something. */
function currentOf(workdir: string): string {
  const name = currentPrefix(workdir) ?? onlyPrefix(workdir);
  if (name === undefined) throw malformed(workdir);
  return listPrefixes(workdir).includes(name) ? name : (nextCurrent(workdir) ?? name);
}

/** An `init` that was killed leaves a prefix before the link to it. */
function onlyPrefix(workdir: string): string | undefined {
  const [name, ...others] = listPrefixes(workdir);
  return others.length === 0 ? name : undefined;
}

function malformed(workdir: string): StateError {
  return new StateError('WORKDIR_MALFORMED', `the workdir ${workdir} has no link \`current\``, {
    hint: `Choose a prefix with \`lago set-current\`. There: ${listPrefixes(workdir).join(', ')}.`,
  });
}

function checkedPrefix(prefix: string, accept: (path: string) => boolean): string {
  if (accept(prefix)) return prefix;
  const workdir = dirname(prefix);
  if (isDirectory(prefix) && (looksLikePrefix(prefix) || isWorkdir(workdir))) throw notInitialised(prefix);
  const there = isWorkdir(workdir) || hasPrefixes(workdir) ? listPrefixes(workdir).join(', ') : '';
  throw new StateError('PREFIX_NOT_FOUND', `there is no prefix ${basename(prefix)} in the workdir ${workdir}`, {
    hint: there === '' ? 'Create it with `lago init`.' : `Prefixes there: ${there}.`,
  });
}

function notInitialised(prefix: string): StateError {
  const message = `the prefix ${prefix} is not initialised: it has no file \`initialized\``;
  return new StateError('PREFIX_NOT_FOUND', message, {
    hint: '`lago destroy` removes it. After `lago cleanup`, an empty file of that name makes it usable again.',
  });
}

/** Finds the workdir a verb means. @throws {UserError} `WORKDIR_NOT_FOUND`. */
export function findWorkdir(location: Pick<Location, 'workdir' | 'cwd'>): string {
  const start = resolve(location.cwd, location.workdir ?? '.');
  for (const directory of ancestors(start)) {
    for (const candidate of [directory, join(directory, DEFAULT_WORKDIR)]) {
      if (openTo(isWorkdir, candidate) || openTo(hasPrefixes, candidate)) return candidate;
    }
  }
  throw new UserError(
    'WORKDIR_NOT_FOUND',
    `no Lago workdir at ${start}, in its ${DEFAULT_WORKDIR} or in a directory above it`,
    {
      hint: `Create one with \`lago init\`, or name it with --workdir-path${nearby(start)}.`,
    },
  );
}

/** Workdirs one level below a directory: somebody may just stand one too high. */
function nearby(start: string): string {
  const found = listPrefixes(start)
    .flatMap((name) => [join(start, name), join(start, name, DEFAULT_WORKDIR)])
    .filter((path) => openTo(isUsable, path));
  return found.length === 0 ? '' : `; there are ${found.join(', ')}`;
}

function isUsable(workdir: string): boolean {
  const current = join(workdir, CURRENT);
  return isWorkdir(workdir) && isPrefix(current) && existsSync(join(current, 'uuid'));
}

function ancestors(start: string): string[] {
  const parent = dirname(start);
  return parent === start ? [] : [start, ...ancestors(parent)];
}

/** Reads the uuid of a prefix; undefined where there is none, as when the prefix is removed at this moment. */
export function uuidIn(prefix: string): string | undefined {
  try {
    return readFileSync(join(prefix, 'uuid'), 'utf8').trim();
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR', 'EISDIR')) return undefined;
    throw fileError(error, 'read', join(prefix, 'uuid'));
  }
}

/** As {@link uuidIn}. @throws {StateError} `ENVIRONMENT_GONE` */
export function readUuid(prefix: string): string {
  const uuid = uuidIn(prefix);
  if (uuid !== undefined) return uuid;
  throw new StateError('ENVIRONMENT_GONE', `the environment at ${prefix} has no file \`uuid\`: it is being removed`, {
    hint: 'When that was interrupted, `lago reap` ends it. When nothing knows of it any more, remove the directory.',
  });
}
