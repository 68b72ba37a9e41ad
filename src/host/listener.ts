import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { hasErrorCode } from './errors.ts';
import { processInfo } from './process.ts';

/** State of a listening socket in `/proc/net/tcp`. */
const LISTENING = '0A';

/** The process that listens on a TCP port of this host (its network namespace); undefined when that cannot be seen. */
export function listenerOn(port: number): { readonly pid: number; readonly name: string } | undefined {
  const inodes = ['tcp', 'tcp6'].flatMap((table) => socketsOn(port, read(`/proc/net/${table}`)));
  if (inodes.length === 0) return undefined;
  const links = new Set(inodes.map((inode) => `socket:[${inode}]`));
  const pid = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .find((entry) => openFiles(entry).some((file) => links.has(file)));
  return pid === undefined ? undefined : { pid: Number(pid), name: processInfo(Number(pid))?.name ?? 'unknown' };
}

/** Inodes of the sockets that listen on a port, in the text of `/proc/net/tcp`: `<n>: <address>:<port> <remote> <state> ...`. */
export function socketsOn(port: number, text: string): readonly string[] {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  return text.split('\n').flatMap((line) => {
    const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
    return local?.endsWith(`:${hex}`) && state === LISTENING && inode !== undefined ? [inode] : [];
  });
}

function openFiles(pid: string): readonly string[] {
  const directory = `/proc/${pid}/fd`;
  return list(directory).flatMap((name) => {
    try {
      return [readlinkSync(`${directory}/${name}`)];
    } catch {
      return [];
    }
  });
}

/** Processes of others cannot be looked into, and any may end meanwhile. */
function list(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return '';
    throw error;
  }
}
