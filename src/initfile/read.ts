import { type FileHandle, open, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { hasErrorCode, messageOf, UserError } from '../host/errors.ts';
import { DEFAULT_INIT_FILE } from './file-name.ts';
import { MAX_BYTES, type ParseOptions, parseInitFile, tooLarge } from './parse.ts';
import type { InitFile } from './types.ts';

/** How to read an init file; see {@link ParseOptions}. */
export type ReadOptions = Omit<ParseOptions, 'file'>;

/**
 * Reads and parses the init file at `path` (relative to the current directory).
 *
 * @throws UserError `INIT_FILE_MISSING`, `INIT_FILE_IS_DIRECTORY`, `INIT_FILE_UNREADABLE`, `INIT_FILE_ENCODING`,
 * `INIT_FILE_TOO_LARGE`; what {@link parseInitFile} throws.
 */
export async function readInitFile(path: string, options: ReadOptions = {}): Promise<InitFile> {
  const file = resolve(path);
  const text = await readText(file, options.maxBytes ?? MAX_BYTES);
  return parseInitFile(text, { ...options, file });
}

async function readText(file: string, maxBytes: number): Promise<string> {
  const bytes = await readBytes(file, maxBytes).catch((error: unknown) => Promise.reject(explain(error, file)));
  if (bytes.length > maxBytes) throw tooLarge(file, maxBytes);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    const hint = 'Save it as UTF-8 text.';
    throw new UserError('INIT_FILE_ENCODING', `init file ${file} is not UTF-8 text`, { cause, hint });
  }
}

/** Reads one byte beyond the limit at most, whatever the file claims or turns out to be. */
async function readBytes(file: string, maxBytes: number): Promise<Buffer> {
  if ((await stat(file)).isDirectory()) {
    const hint = `Name the file in it, for example ${join(file, DEFAULT_INIT_FILE)}.`;
    throw new UserError('INIT_FILE_IS_DIRECTORY', `init file ${file} is a directory`, { hint });
  }
  await using handle: FileHandle = await open(file, 'r');
  const chunks: Buffer[] = [];
  let length = 0;
  while (length <= maxBytes) {
    const { bytesRead, buffer } = await handle.read({ buffer: Buffer.alloc(64 * 1024), position: null });
    if (bytesRead === 0) break;
    chunks.push(buffer.subarray(0, bytesRead));
    length += bytesRead;
  }
  return Buffer.concat(chunks);
}

function explain(error: unknown, file: string): unknown {
  if (error instanceof UserError) return error;
  if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) {
    const hint = `Give the path of an init file, or run this where a ${DEFAULT_INIT_FILE} is.`;
    return new UserError('INIT_FILE_MISSING', `there is no init file ${file}`, { cause: error, hint });
  }
  const hint = 'Check its permissions and those of the directories above it.';
  const message = `cannot read init file ${file}: ${messageOf(error)}`;
  return new UserError('INIT_FILE_UNREADABLE', message, { cause: error, hint });
}
