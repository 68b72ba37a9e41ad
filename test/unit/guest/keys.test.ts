import { execFileSync } from 'node:child_process';
import { readFile, readlink, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { describe, expect, it } from 'vitest';
import { generateKeys, linkLagoKeyNames } from '../../../src/guest/keys.ts';
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
