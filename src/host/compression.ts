import { type ChildProcess, spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { CancelledError, HostError, hasErrorCode, LagoError, messageOf, ToolError } from './errors.ts';
import { fileError } from './files.ts';
import { sparseSink } from './sparse-sink.ts';

/** A way in which images are compressed. */
export interface Compression {
  readonly suffix: string;
  /** First bytes of such a file, in hex. */
  readonly magic: string;
}

/** In the order in which they are looked for: best compression first. */
export const COMPRESSIONS: readonly Compression[] = [
  { suffix: '.xz', magic: 'fd377a585a00' },
  { suffix: '.zst', magic: '28b52ffd' },
  { suffix: '.gz', magic: '1f8b' },
];

/** The compression that a name's suffix tells, if any. */
export function compressionOf(name: string): Compression | undefined {
  return COMPRESSIONS.find(({ suffix }) => name.endsWith(suffix));
}

/** Whether a file really is compressed so; servers and proxies like to unpack on the way. */
export async function isCompressed(path: string, { magic }: Compression): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer } = await file.read(Buffer.alloc(magic.length / 2), 0, magic.length / 2, 0);
    return buffer.toString('hex') === magic;
  } finally {
    await file.close();
  }
}

/**
 * Unpacks a file into `target`, streaming, and syncs it. Zeros become holes.
 *
 * @param maxBytes stops a file that unpacks to more.
 * @throws {ToolError} `DECOMPRESSION_FAILED`; {@link HostError} `DISK_FULL`, `TOOL_MISSING`; {@link CancelledError}.
 */
export async function decompress(
  source: string,
  compression: Compression,
  target: string,
  maxBytes: number,
  signal?: AbortSignal,
): Promise<void> {
  try {
    const sink = sparseSink(target, maxBytes);
    const options = signal === undefined ? {} : { signal };
    if (compression.suffix === '.xz') await withXz(source, (stdout) => pipeline(stdout, sink, options));
    else await pipeline(createReadStream(source), decompressor(compression), sink, options);
  } catch (error) {
    if (signal?.aborted) throw new CancelledError(`unpacking ${source}`, { cause: error });
    if (error instanceof LagoError) throw error;
    if (error instanceof Error && 'syscall' in error) throw fileError(error, 'write', target);
    throw failed(source, messageOf(error), error);
  }
}

function decompressor({ suffix }: Compression): Transform {
  return suffix === '.zst' ? createZstdDecompress() : createGunzip();
}

/** Runs xz on a file; its result counts only when it ended well, because it gives out what it could read before. */
async function withXz(source: string, body: (stdout: Readable) => Promise<void>): Promise<void> {
  const file = await open(source, 'r');
  const args = ['--decompress', '--stdout', '--threads=0', '--memlimit-decompress=2GiB'];
  const child = spawn('xz', args, { stdio: [file.fd, 'pipe', 'pipe'] });
  try {
    const ended = outcomeOf(child);
    // Handled below; a missing program must not be an unhandled rejection meanwhile.
    ended.catch(() => undefined);
    await body(child.stdout ?? Readable.from([])).catch((error: unknown) => {
      child.kill('SIGKILL');
      if (!(error instanceof Error) || !hasErrorCode(error, 'ERR_STREAM_PREMATURE_CLOSE')) throw error;
    });
    const { code, stderr } = await ended;
    if (code !== 0) throw failed(source, stderr.trim());
  } finally {
    await file.close();
  }
}

function outcomeOf(child: ChildProcess) {
  return new Promise<{ readonly code: number | null; readonly stderr: string }>((resolve, reject) => {
    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', (cause) => {
      const hint = 'Install it: `lago doctor` names the package.';
      reject(new HostError('TOOL_MISSING', 'the program xz is not installed or not on PATH', { hint, cause }));
    });
    child.on('close', (code) => resolve({ code, stderr }));
  });
}

function failed(source: string, reason: string, cause?: unknown): ToolError {
  return new ToolError('DECOMPRESSION_FAILED', `${source} cannot be unpacked: ${reason}`, { cause });
}
