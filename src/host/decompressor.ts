import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Compression } from './compression.ts';
import { HostError, hasErrorCode, messageOf, ToolError } from './errors.ts';
import { createZstdUnpacker } from './zstd-frames.ts';

/** Unpacks what is written to its input. */
export interface Decompressor {
  readonly input: Writable;
  readonly output: Readable;
  /** Rejects when what was read is not all that there was to read: programs give out what they could before. */
  readonly ended: Promise<void>;
  /** Ends it at once. */
  stop(): void;
}

/** Starts to unpack. @param name for messages. Errors of {@link Decompressor.ended}: `DECOMPRESSION_FAILED`, `TOOL_MISSING`. */
export function startDecompressor({ suffix }: Compression, name: string): Decompressor {
  if (suffix === '.xz') return startXz(name);
  const stream = suffix === '.zst' ? createZstdUnpacker() : createGunzip();
  return { input: stream, output: stream, ended: Promise.resolve(), stop: () => void stream.destroy() };
}

/** What cannot be unpacked: `DECOMPRESSION_FAILED`. */
export function decompressionFailed(source: string, reason: string, cause?: unknown): ToolError {
  return new ToolError('DECOMPRESSION_FAILED', `${source} cannot be unpacked: ${reason}`, { cause });
}

function startXz(name: string): Decompressor {
  const args = ['--decompress', '--stdout', '--threads=0', '--memlimit-decompress=2GiB'];
  const child = spawn('xz', args, { stdio: ['pipe', 'pipe', 'pipe'] });
  // It may end before it has read all; what it says then tells more.
  child.stdin.on('error', () => undefined);
  const ended = xzOutcome(child, name);
  ended.catch(() => undefined);
  return { input: child.stdin, output: child.stdout, ended, stop: () => void child.kill('SIGKILL') };
}

function xzOutcome(child: ChildProcess, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', (cause) => {
      if (!hasErrorCode(cause, 'ENOENT')) return reject(decompressionFailed(name, messageOf(cause), cause));
      const hint = 'Install it: `lago doctor` names the package.';
      reject(new HostError('TOOL_MISSING', 'the program xz is not installed or not on PATH', { hint, cause }));
    });
    child.on('close', (code, signal) => {
      if (code === 0) return resolve();
      const end = signal === null ? `xz ended with status ${code}` : `xz was ended by ${signal}`;
      reject(decompressionFailed(name, stderr.trim() || end));
    });
  });
}
