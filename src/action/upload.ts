import { randomBytes } from 'node:crypto';
import { DefaultArtifactClient } from '@actions/artifact';
import { CancelledError, type Logger, messageOf, ToolError } from '../index.ts';
import { uploadableFiles } from './evidence.ts';

/** What is uploaded, and as what. */
export interface UploadOptions {
  readonly name: string;
  /** 0 is the repository's own setting. */
  readonly retentionDays: number;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** Where an upload went. */
export interface Uploaded {
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
  /** Page of the artifact. */
  readonly url: string | undefined;
}

/**
 * Uploads a directory as an artifact. A name that this run has already is made unique: losing the evidence would be worse.
 *
 * @throws {ToolError} `ARTIFACT_SERVICE_MISSING`, `UPLOAD_FAILED`; {@link CancelledError}.
 */
export async function uploadDirectory(directory: string, options: UploadOptions): Promise<Uploaded> {
  const { ACTIONS_RESULTS_URL, ACTIONS_RUNTIME_TOKEN } = process.env;
  if (!ACTIONS_RESULTS_URL || !ACTIONS_RUNTIME_TOKEN)
    throw new ToolError('ARTIFACT_SERVICE_MISSING', 'this runner has no artifact service');
  try {
    return await upload(directory, options);
  } catch (error) {
    if (!/\(409\)|already exists/i.test(messageOf(error))) throw error;
    return upload(directory, { ...options, name: `${options.name}-${randomBytes(4).toString('hex')}` });
  }
}

async function upload(directory: string, { name, retentionDays, signal }: UploadOptions): Promise<Uploaded> {
  const files = uploadableFiles(directory);
  const client = new DefaultArtifactClient();
  const days = retentionDays === 0 ? {} : { retentionDays };
  const { id, size = 0 } = await guarded(client.uploadArtifact(name, files, directory, days), signal);
  return { name, files: files.length, bytes: size, url: id === undefined ? undefined : artifactUrl(id) };
}

function artifactUrl(id: number): string | undefined {
  const { GITHUB_REPOSITORY, GITHUB_RUN_ID, GITHUB_SERVER_URL } = process.env;
  if (!GITHUB_REPOSITORY || !GITHUB_RUN_ID || !GITHUB_SERVER_URL) return undefined;
  return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}/artifacts/${id}`;
}

/**
 * The toolkit takes no signal, and throws from an event handler when a file cannot be read, which would end this process
 * before it has destroyed anything.
 */
async function guarded<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const cleanup = new AbortController();
  const { signal: over } = cleanup;
  try {
    return await Promise.race([
      work.catch((cause: unknown) => {
        throw new ToolError('UPLOAD_FAILED', messageOf(cause), { cause });
      }),
      new Promise<never>((_, reject) => {
        const crash = (cause: unknown) => reject(new ToolError('UPLOAD_FAILED', messageOf(cause), { cause }));
        const cancel = () => reject(new CancelledError('the upload'));
        process.on('uncaughtException', crash);
        signal.addEventListener('abort', cancel, { signal: over });
        over.addEventListener('abort', () => process.off('uncaughtException', crash));
        if (signal.aborted) cancel();
      }),
    ]);
  } finally {
    cleanup.abort();
  }
}
