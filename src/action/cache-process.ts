import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const answerSchema = z.object({
  there: z.boolean().exactOptional(),
  /** Key under which what came back had been saved. */
  restored: z.string().exactOptional(),
  saved: z.boolean().exactOptional(),
  error: z.string().exactOptional(),
});

/** What an operation of the cache came to. */
export type CacheAnswer = Readonly<z.infer<typeof answerSchema>>;

/** One operation of the cache. */
export interface CacheRequest {
  readonly operation: 'probe' | 'restore' | 'save';
  readonly keys: readonly string[];
  /** Absolute: what is saved, or where things come back; nothing for a probe. */
  readonly directory?: string;
  /** Absolute: what the toolkit leaves behind goes here, directories, and archives when it is killed. */
  readonly scratch: string;
  readonly signal: AbortSignal;
  /** Gets what the toolkit says, line by line, workflow commands included. */
  readonly onLine: (line: string) => void;
}

/**
 * Runs an operation of the toolkit's cache in a process of its own, which ends with this one, and when the signal fires.
 *
 * @returns `error` with the reason when it did not come to an end.
 */
export async function askCache({
  operation,
  keys,
  directory,
  scratch,
  signal,
  onLine,
}: CacheRequest): Promise<CacheAnswer> {
  const place = directory ?? scratch;
  if (signal.aborted) return { error: 'cancelled' };
  const child = fork(workerFile(), [operation, ...keys], {
    cwd: place,
    env: { ...process.env, GITHUB_WORKSPACE: place, RUNNER_TEMP: scratch },
    execArgv: [],
    // A process group of its own, with tar and zstd in it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const cancel = () => endGroup(child.pid);
  signal.addEventListener('abort', cancel, { once: true });
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    // Its end says more than an output that breaks off.
    const ignore = () => undefined;
    stream.on('error', ignore);
    const lines = createInterface({ input: stream }).on('error', ignore);
    lines.on('line', (line) => passOn(line, onLine));
  }
  try {
    return await new Promise<CacheAnswer>((resolve) => {
      let answer: CacheAnswer = { error: 'its process ended early' };
      child.on('message', (message) => {
        answer = answerSchema.safeParse(message).data ?? { error: 'its answer was not understood' };
      });
      child.on('error', (error) => resolve({ error: error.message }));
      child.on('close', () => resolve(signal.aborted ? { error: 'cancelled' } : answer));
    });
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** Secrets that the toolkit wants masked are for the runner, and for nobody else. */
function passOn(line: string, onLine: (line: string) => void): void {
  if (line.startsWith('::add-mask::')) process.stdout.write(`${line}\n`);
  else onLine(line);
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** Beside this file when it runs from source, else in `dist`, of which this may be a chunk. */
function workerFile(): string {
  if (import.meta.url.endsWith('.ts')) return fileURLToPath(new URL('./cache-worker.ts', import.meta.url));
  const places = ['./cache-worker.js', '../cache-worker.js'].map((place) =>
    fileURLToPath(new URL(place, import.meta.url)),
  );
  return places.find((place) => existsSync(place)) ?? places.join('');
}
