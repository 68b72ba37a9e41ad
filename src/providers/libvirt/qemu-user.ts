import { readFileSync, type Stats, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { ImageAccess } from '../provider.ts';
import { isLocal } from './url.ts';

/** The account QEMU runs under. */
interface Account {
  readonly name: string;
  readonly uid: number;
}

/** Accounts that distributions give to QEMU under system libvirt: Debian and Ubuntu, then Fedora, EL, Arch and SUSE. */
const DISTRIBUTION_ACCOUNTS = ['libvirt-qemu', 'qemu'];

/**
 * Tells whether QEMU under system libvirt can reach a directory: every directory above it needs search permission for
 * its account. Group permission counts as possible even without membership, because access control lists show up there.
 */
export function imageAccess(directory: string, url: string): ImageAccess {
  const account = confinedAccount(url);
  if (account === undefined) return { reachable: true };
  for (const place of [...ancestors(resolve(directory))].reverse()) {
    const stats = statSync(place, { throwIfNoEntry: false });
    if (stats && !maySearch(stats, account)) return { reachable: false, directory: place, user: account.name };
  }
  return { reachable: true };
}

/**
 * Whether the mode of a file rules out that QEMU under system libvirt reads and writes it. Group permission counts as
 * possible even without membership, as for directories. False as well when the file is not there.
 */
export function isClosedToQemu(file: string, url: string): boolean {
  const account = confinedAccount(url);
  const stats = statSync(file, { throwIfNoEntry: false });
  if (account === undefined || stats === undefined) return false;
  const allows = (bits: number) => (stats.mode & bits) === bits;
  return stats.uid === account.uid ? !allows(0o600) : !allows(0o060) && !allows(0o006);
}

/** Name of the account that system libvirt gives QEMU here, if there is one. */
export function qemuAccount(): string | undefined {
  return findAccount()?.name;
}

/** The account of QEMU behind a libvirt of this machine, when permissions bind it. */
function confinedAccount(url: string): Account | undefined {
  const account = isLocal(url) && url.includes('/system') ? findAccount() : undefined;
  return account?.uid === 0 ? undefined : account;
}

function maySearch(stats: Stats, account: Account): boolean {
  if (stats.uid === account.uid) return (stats.mode & 0o100) !== 0;
  return (stats.mode & 0o011) !== 0;
}

/** The QEMU account: what qemu.conf says if we may read it, else the distribution's. */
function findAccount(): Account | undefined {
  const configured = /^\s*user\s*=\s*"([^"]+)"/m.exec(readText('/etc/libvirt/qemu.conf'))?.[1]?.replace(/^\+/, '');
  const passwd = readText('/etc/passwd')
    .split('\n')
    .map((line) => line.split(':'));
  const names = configured === undefined ? DISTRIBUTION_ACCOUNTS : [configured];
  const entry = names.map((name) => passwd.find((fields) => fields[0] === name || fields[2] === name)).find(Boolean);
  const [name, , uid] = entry ?? [];
  return name === undefined ? undefined : { name, uid: Number(uid) };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function* ancestors(path: string): Generator<string> {
  yield path;
  if (dirname(path) !== path) yield* ancestors(dirname(path));
}
