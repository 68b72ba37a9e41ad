import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { run } from '../../../src/host/exec.ts';
import type { HostFiles } from './layout.ts';
import { SSH_PORT } from './layout.ts';

/** Free room on the payload's file system, for its own tables; in MiB. */
const SLACK_MIB = 64;

/** What to put on the payload disk: path on the disk -> a file or directory from here, or a text. */
export type PayloadEntries = Readonly<Record<string, { readonly from: string } | { readonly text: string }>>;

/**
 * Makes the disk that carries a run's own files into the host, together with a fresh SSH key pair on each side.
 * The host mounts it read-only; nothing of it stays in the cached image.
 */
export async function makePayload(files: HostFiles, entries: PayloadEntries): Promise<void> {
  const tree = join(files.dir, 'payload');
  await makeKeys(files, join(tree, 'ssh'));
  for (const [name, source] of Object.entries(entries)) {
    const path = join(tree, name);
    await mkdir(dirname(path), { recursive: true });
    if ('text' in source) await writeFile(path, source.text);
    else await cp(source.from, path, { recursive: true, dereference: true });
  }
  await makeFilesystem(tree, files.payload);
  await rm(tree, { recursive: true });
}

async function makeKeys(files: HostFiles, directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  const hostKey = join(directory, 'host_key');
  for (const path of [hostKey, files.clientKey]) {
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'kvm-host', '-f', path]);
  }
  await cp(`${files.clientKey}.pub`, join(directory, 'authorized_keys'));
  await writeFile(files.knownHosts, `[127.0.0.1]:${SSH_PORT} ${await readFile(`${hostKey}.pub`, 'utf8')}`);
}

async function makeFilesystem(tree: string, image: string): Promise<void> {
  const { stdout } = await run('du', ['--summarize', '--block-size=1M', tree]);
  const size = Number.parseInt(stdout, 10) + SLACK_MIB;
  // sshd refuses keys whose owner is not root, whoever owns the checkout.
  await run('chown', ['-R', '0:0', tree]);
  await run('mkfs.ext4', ['-q', '-F', '-L', 'payload', '-d', tree, image, `${size}M`]);
}
