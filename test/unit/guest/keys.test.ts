import { execFileSync } from 'node:child_process';
import { createPrivateKey, createPublicKey, verify } from 'node:crypto';
import { readFile, readlink, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { describe, expect, it } from 'vitest';
import { generateKeys, linkLagoKeyNames } from '../../../src/guest/keys.ts';
import { formatOpenSshKey } from '../../../src/guest/openssh-key.ts';
import { temporaryDirectory } from './support/guest.ts';

describe('generateKeys', () => {
  it('writes a key pair that OpenSSH reads, the private key for its owner only', async () => {
    await using directory = await temporaryDirectory();
    const { privateKeyFile, publicKeyFile, publicKey } = await generateKeys(directory.path, 'lago 0a1b');
    expect(privateKeyFile).toBe(join(directory.path, 'id_ed25519'));
    expect((await stat(privateKeyFile)).mode & 0o777).toBe(0o600);
    expect((await stat(publicKeyFile)).mode & 0o777).toBe(0o644);
    expect(await readFile(publicKeyFile, 'utf8')).toBe(`${publicKey}\n`);
    expect(publicKey).toMatch(/^ssh-ed25519 [A-Za-z0-9+/]{68} lago 0a1b$/);
    const derived = execFileSync('ssh-keygen', ['-y', '-f', privateKeyFile], { encoding: 'utf8' });
    expect(derived.trim().split(' ').slice(0, 2)).toEqual(publicKey.split(' ').slice(0, 2));
    expect(ssh2.utils.parseKey(await readFile(privateKeyFile))).toMatchObject({
      type: 'ssh-ed25519',
      comment: 'lago 0a1b',
    });
  });

  it('makes another one each time, and overwrites none', async () => {
    await using first = await temporaryDirectory();
    await using second = await temporaryDirectory();
    const pair = await generateKeys(first.path, 'x');
    expect((await generateKeys(second.path, 'x')).publicKey).not.toBe(pair.publicKey);
    await expect(generateKeys(first.path, 'x')).rejects.toMatchObject({
      code: 'KEYS_EXIST',
      message: `${pair.privateKeyFile} exists already`,
    });
    expect(await readFile(pair.publicKeyFile, 'utf8')).toBe(`${pair.publicKey}\n`);
  });

  it('leaves nothing behind when the directory is not there', async () => {
    await expect(generateKeys('/nowhere', 'x')).rejects.toMatchObject({ code: 'FILE_FAILED' });
  });
});

describe('formatOpenSshKey', () => {
  /** The private key whose seed is a number. */
  function keyOf(seed: number) {
    const bytes = Buffer.alloc(32);
    bytes.writeUInt32BE(seed, 28);
    const key = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), bytes]);
    return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  }

  it.each<[string, number, string]>([
    ['that begins with zeros', 36, 'comment'],
    ['without a comment', 1, ''],
    ...[1, 2, 3, 4, 5, 6, 7, 8].map((length): [string, number, string] => ['with padding', 2, 'x'.repeat(length)]),
  ])('writes a key %s (seed %i, comment "%s") that OpenSSH and ssh2 read', async (_what, seed, comment) => {
    await using directory = await temporaryDirectory();
    const { privateKey, publicKey } = formatOpenSshKey(keyOf(seed), comment);
    const file = join(directory.path, 'key');
    await writeFile(file, privateKey, { mode: 0o600 });
    expect(execFileSync('ssh-keygen', ['-y', '-f', file], { encoding: 'utf8' }).trim()).toBe(publicKey.trim());
    const parsed = ssh2.utils.parseKey(privateKey);
    if (parsed instanceof Error) throw parsed;
    expect(parsed.getPublicSSH().toString('base64')).toBe(publicKey.split(' ')[1]);
    const message = Buffer.from('message');
    expect(verify(null, message, createPublicKey(keyOf(seed)), parsed.sign(message))).toBe(true);
  });

  it('has the key of its test begin with zeros', () => {
    const wire = Buffer.from(formatOpenSshKey(keyOf(36), 'x').publicKey.split(' ')[1] ?? '', 'base64');
    expect(wire.subarray(-32, -30)).toEqual(Buffer.alloc(2));
  });
});

describe('linkLagoKeyNames', () => {
  it('adds relative links, so that the prefix can be moved, and keeps what is there', async () => {
    await using directory = await temporaryDirectory();
    await generateKeys(directory.path, 'x');
    await writeFile(join(directory.path, 'id_rsa.pub'), 'mine');
    await linkLagoKeyNames(directory.path);
    await linkLagoKeyNames(directory.path);
    expect(await readlink(join(directory.path, 'id_rsa'))).toBe('id_ed25519');
    expect(await readFile(join(directory.path, 'id_rsa.pub'), 'utf8')).toBe('mine');
  });
});
