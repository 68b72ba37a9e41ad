import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLogger } from '../../../src/host/log.ts';
import type { SignatureLayout } from '../../../src/templates/builtin/layout.ts';
import {
  dearmored,
  type SignatureContext,
  type Signed,
  signatureMode,
  signedText,
} from '../../../src/templates/builtin/signature.ts';
import { digest } from './fixtures/distributor.ts';
import * as made from './fixtures/signed.ts';

let directory: string;
let keyFile: string;
let said: string[];
let context: SignatureContext;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lago-signature-test-'));
  keyFile = join(directory, 'KEY');
  await writeFile(keyFile, made.ARMORED_KEY);
  said = [];
  const log = createLogger((event) => void (event.kind === 'message' && said.push(`${event.level}: ${event.text}`)));
  context = { mode: 'auto', log };
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true, force: true });
});

const layout = (kind: SignatureLayout['kind'], fingerprint = made.GOOD_KEY, file = keyFile): SignatureLayout => ({
  kind,
  keys: [{ fingerprint, files: ['/no/such/file', file] }],
});
const sums = (signature: string, text = made.SUMS): Signed => ({
  address: 'https://example.org/SHA256SUMS',
  text,
  detached: Buffer.from(signature),
});
const clear = (text: string): Signed => ({ address: 'https://example.org/CHECKSUM', text });

describe('a detached signature', () => {
  test('by the distributor is good', async () => {
    expect(await signedText(sums(made.SUMS_BY_GOOD), layout('.gpg'), context)).toBe(made.SUMS);
    expect(said.at(-1)).toBe('debug: the signature of https://example.org/SHA256SUMS is good');
  });

  test('is good with a binary keyring, too', async () => {
    await writeFile(keyFile, dearmored(Buffer.from(made.ARMORED_KEY)));
    expect(await signedText(sums(made.SUMS_BY_GOOD), layout('.gpg'), { ...context, mode: 'require' })).toBe(made.SUMS);
  });

  test.each([
    ['of other content', sums(made.SUMS_BY_GOOD, `${made.SUMS}${'0'.repeat(64)} *x\n`), 'it is of other content'],
    ['by an unknown key', sums(made.SUMS_BY_OTHER), 'it is of the unknown key'],
    ['that is none', sums('<html>login</html>'), 'there is none'],
  ])('%s is an error', async (_, signed, problem) => {
    const attempt = signedText(signed, layout('.gpg'), context);
    await expect(attempt).rejects.toMatchObject({ code: 'TEMPLATE_SIGNATURE_BAD', exitCode: 1 });
    await expect(attempt).rejects.toThrow(problem);
  });

  test('by a key that is installed, but is not the one whose fingerprint we know, is an error', async () => {
    const attempt = signedText(sums(made.SUMS_BY_GOOD), layout('.gpg', made.OTHER_KEY), context);
    await expect(attempt).rejects.toThrow(`it is of the key ${made.GOOD_KEY}, which is none of ${made.OTHER_KEY}`);
  });
});

describe('a detached signature that is missing', () => {
  const missing = { address: 'https://example.org/SHA256SUMS', text: made.SUMS };

  test('is an error where the distributor signs', async () => {
    const attempt = signedText(missing, layout('.gpg'), context);
    await expect(attempt).rejects.toMatchObject({ code: 'TEMPLATE_SIGNATURE_BAD' });
    await expect(attempt).rejects.toThrow('https://example.org/SHA256SUMS is not good: there is none');
  });

  test('is a debug line where that is not certain, and an error for who requires it', async () => {
    const uncertain = { ...layout('.asc'), optional: true };
    expect(await signedText(missing, uncertain, context)).toBe(made.SUMS);
    expect(said.at(-1)).toBe('debug: the signature of https://example.org/SHA256SUMS is not checked: there is none');
    const required = signedText(missing, uncertain, { ...context, mode: 'require' });
    await expect(required).rejects.toMatchObject({ code: 'SIGNATURE_UNCHECKED' });
  });

  test('does not matter without the key, nor when none are checked', async () => {
    expect(await signedText(missing, layout('.gpg', made.GOOD_KEY, '/none'), context)).toBe(made.SUMS);
    expect(await signedText(missing, layout('.gpg'), { ...context, mode: 'off' })).toBe(made.SUMS);
  });
});

describe('a clear-signed file', () => {
  test('gives what is signed of it, and nothing that was put around it', async () => {
    const forged = `SHA256 (x.qcow2) = ${'0'.repeat(64)}\n`;
    const text = await signedText(clear(`${forged}${made.CLEAR_BY_GOOD}${forged}`), layout('clear'), context);
    expect(text).toContain(digest('sha256', made.IMAGE));
    expect(text).not.toContain('x.qcow2');
    expect(text).not.toContain('BEGIN PGP');
  });

  test.each([
    ['with other content', made.CLEAR_BY_GOOD.replace('44-1.7', '44-1.8')],
    ['by another key', made.CLEAR_BY_OTHER],
    ['without a signature', made.SUMS],
  ])('%s is an error', async (_, text) => {
    const attempt = signedText(clear(text), layout('clear'), context);
    await expect(attempt).rejects.toMatchObject({ code: 'TEMPLATE_SIGNATURE_BAD' });
  });
});

describe('where it cannot be checked', () => {
  const unchecked: readonly (readonly [string, () => SignatureLayout, RegExp])[] = [
    ['no key is installed', () => layout('.gpg', made.GOOD_KEY, '/none'), /no key of its distributor is installed/],
    ['gpgv is missing', () => layout('.gpg'), /gpgv is not installed/],
    [
      'the key file lacks the key that it is signed with',
      () => layout('.gpg', made.OTHER_KEY),
      /the key that it is signed with is not installed/,
    ],
  ];
  const signedFor = (name: string) => sums(name.startsWith('the key file') ? made.SUMS_BY_OTHER : made.SUMS_BY_GOOD);

  test.each(unchecked)('because %s, a debug line says so', async (name, keys, reason) => {
    if (name === 'gpgv is missing') vi.stubEnv('PATH', directory);
    expect(await signedText(signedFor(name), keys(), context)).toBe(made.SUMS);
    expect(said.at(-1)).toMatch(reason);
    expect(said.at(-1)).toMatch(/^debug: /);
  });

  test.each(unchecked)('because %s, it is an error for who requires it', async (name, keys, reason) => {
    if (name === 'gpgv is missing') vi.stubEnv('PATH', directory);
    const attempt = signedText(signedFor(name), keys(), { ...context, mode: 'require' });
    await expect(attempt).rejects.toMatchObject({ code: 'SIGNATURE_UNCHECKED' });
    await expect(attempt).rejects.toThrow(reason);
  });

  test('because it is not wanted, not even a bad one matters', async () => {
    const bad = sums(made.SUMS_BY_OTHER);
    expect(await signedText(bad, layout('.gpg'), { ...context, mode: 'off' })).toBe(made.SUMS);
  });
});

test('nothing is left in the directory for temporary files', async () => {
  const own = async () => (await readdir(tmpdir())).filter((name) => name.startsWith(`lago-signature-${process.pid}-`));
  await signedText(sums(made.SUMS_BY_GOOD), layout('.gpg'), context);
  await signedText(sums(made.SUMS_BY_OTHER), layout('.gpg'), context).catch(() => undefined);
  expect(await own()).toEqual([]);
});

test.each([
  [undefined, 'auto'],
  ['', 'auto'],
  ['auto', 'auto'],
  ['off', 'off'],
  ['require', 'require'],
  ['on', 'require'],
])('LAGO_TEMPLATE_SIGNATURES=%s means %s', (value, mode) => {
  expect(signatureMode(value)).toBe(mode);
});
