import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HostError, messageOf, ToolError } from '../../host/errors.ts';
import { tryRun } from '../../host/exec.ts';
import { removeTree } from '../../host/files.ts';
import type { Logger } from '../../host/log.ts';
import { makeScratch } from '../../host/scratch.ts';
import type { SignatureLayout, SigningKey } from './layout.ts';

/** Whether signatures are checked: where that is possible, never, or with an error where it is not possible. */
export type SignatureMode = 'auto' | 'off' | 'require';

/** A checksum file that may be signed. */
export interface Signed {
  /** Its address, for messages. */
  readonly address: string;
  readonly text: string;
  /** The detached signature; none for one that is in the file itself, or that is missing. */
  readonly detached?: Uint8Array | undefined;
}

/** What checking may use besides its subject. */
export interface SignatureContext {
  readonly mode: SignatureMode;
  readonly signal?: AbortSignal | undefined;
  readonly log?: Logger | undefined;
}

/**
 * Checks a checksum file's signature with gpgv and the distributor's key, where this host has both. Only keys whose
 * fingerprints we know count.
 *
 * @returns the text that is signed; the whole text where it was not checked.
 * @throws {ToolError} `TEMPLATE_SIGNATURE_BAD`: made by another key, of other content, or none at all.
 * @throws {HostError} `SIGNATURE_UNCHECKED` with the mode `require`, where gpgv or the key is missing.
 */
export async function signedText(signed: Signed, layout: SignatureLayout, context: SignatureContext): Promise<string> {
  if (context.mode === 'off') return signed.text;
  const isSigned = layout.kind === 'clear' || signed.detached !== undefined;
  if (!isSigned && layout.optional === true) return unchecked(signed, context, 'there is none');
  const keyring = await findKeyring(layout.keys);
  if (keyring === undefined)
    return unchecked(signed, context, `no key of its distributor is installed (${places(layout)})`);
  if (!isSigned) throw badSignature(signed, 'there is none');
  const directory = await makeScratch('signature');
  try {
    const files = { sums: join(directory, 'sums'), detached: join(directory, 'detached'), out: join(directory, 'out') };
    await writeFile(join(directory, 'keys'), keyring);
    await writeFile(files.sums, signed.text);
    if (signed.detached) await writeFile(files.detached, signed.detached);
    const inputs = layout.kind === 'clear' ? ['--output', files.out, files.sums] : [files.detached, files.sums];
    const args = ['--homedir', directory, '--status-fd', '1', '--keyring', join(directory, 'keys'), ...inputs];
    const { signal, log } = context;
    const { stdout, code } = await tryRun('gpgv', args, { signal, log });
    const problem = problemOf(stdout, code, layout.keys);
    if (problem === 'no key')
      return await unchecked(signed, context, 'the key that it is signed with is not installed');
    if (problem !== undefined) throw badSignature(signed, problem);
    log?.debug(`the signature of ${signed.address} is good`);
    return layout.kind === 'clear' ? await readFile(files.out, 'utf8') : signed.text;
  } catch (error) {
    if (error instanceof HostError && error.code === 'TOOL_MISSING')
      return unchecked(signed, context, messageOf(error));
    throw error;
  } finally {
    await removeTree(directory);
  }
}

/** The signature is not the distributor's: `TEMPLATE_SIGNATURE_BAD`. */
export function badSignature({ address }: Pick<Signed, 'address'>, problem: string): ToolError {
  return new ToolError('TEMPLATE_SIGNATURE_BAD', `the signature of ${address} is not good: ${problem}`, {
    hint: 'The file may have been exchanged, or the distributor has a new key: look for a newer lago-action. Nothing was kept.',
  });
}

/** What is wrong with a signature, from gpgv's status lines; `no key` where that is only that we lack the right key. */
function problemOf(status: string, code: number, keys: readonly SigningKey[]): string | undefined {
  const lines = status.split('\n').map((line) => line.replace('[GNUPG:] ', '').split(' '));
  const signers = lines.flatMap(([kind, first, ...rest]) => (kind === 'VALIDSIG' ? [rest.at(-1) ?? first] : []));
  const known = keys.map(({ fingerprint }) => fingerprint);
  const bad = lines.find(([kind = '']) => ['BADSIG', 'REVKEYSIG', 'EXPSIG'].includes(kind));
  if (bad?.[0] === 'BADSIG') return 'it is of other content';
  if (bad) return bad[0] === 'REVKEYSIG' ? 'its key was revoked' : 'it has expired';
  if (signers.some((signer) => signer !== undefined && known.includes(signer))) return undefined;
  if (signers.length > 0) return `it is of the key ${signers.join(', ')}, which is none of ${known.join(', ')}`;
  const missing = lines.find(([kind]) => kind === 'NO_PUBKEY')?.[1];
  if (missing !== undefined && known.some((fingerprint) => fingerprint.endsWith(missing))) return 'no key';
  return missing === undefined ? `there is none (gpgv ended with ${code})` : `it is of the unknown key ${missing}`;
}

function unchecked({ address, text }: Signed, { mode, log }: SignatureContext, reason: string): string {
  if (mode === 'require') {
    throw new HostError('SIGNATURE_UNCHECKED', `the signature of ${address} cannot be checked: ${reason}`, {
      hint: 'Install gpgv and the key, or do without: LAGO_TEMPLATE_SIGNATURES=auto.',
    });
  }
  log?.debug(`the signature of ${address} is not checked: ${reason}`);
  return text;
}

/** All keys that this host has in the files named, binary as gpgv wants them. */
async function findKeyring(keys: readonly SigningKey[]): Promise<Uint8Array | undefined> {
  const files = [...new Set(keys.flatMap((key) => key.files))];
  const found = await Promise.all(files.map((file) => readFile(file).catch(() => undefined)));
  const rings = found.flatMap((bytes) => (bytes === undefined ? [] : [dearmored(bytes)]));
  return rings.length === 0 ? undefined : Buffer.concat(rings);
}

/** Keys without their ASCII armor, if they have one. A file may have several armored blocks. */
export function dearmored(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1');
  const blocks = [
    ...text.matchAll(/-----BEGIN PGP [A-Z ]+-----\r?\n(?:[^\r\n]+\r?\n)*?\r?\n(?<body>[^-]*)-----END PGP/g),
  ];
  if (blocks.length === 0) return bytes;
  // The last line, which starts with an equals sign, is a checksum.
  const bodies = blocks.map(({ groups }) => (groups?.body ?? '').replace(/^=.{4}\s*$/m, ''));
  return Buffer.concat(bodies.map((body) => Buffer.from(body, 'base64')));
}

function places({ keys }: SignatureLayout): string {
  return keys.flatMap(({ files }) => files).join(', ');
}

/** Reads the value of `LAGO_TEMPLATE_SIGNATURES`. Unknown values count as `require`. */
export function signatureMode(value: string | undefined): SignatureMode {
  if (value === undefined || value === '' || value === 'auto') return 'auto';
  return value === 'off' ? 'off' : 'require';
}
