import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { uploadDirectory } from '../../../src/action/upload.ts';
import { createLogger } from '../../../src/index.ts';
import { type Captured, captureStdout } from './support/stdout.ts';

/** An artifact service as far as an upload sees it. */
class ArtifactService {
  readonly taken = new Set<string>();
  readonly finished: string[] = [];
  bytes = 0;
  silent = false;
  #server: Server | undefined;

  async start(): Promise<string> {
    const server = createServer(async (request, response) => {
      if (this.silent) return;
      const body = await text(request).catch(() => undefined);
      if (body === undefined) return;
      const answer = (status: number, value: unknown) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
      if (request.method === 'PUT') {
        this.bytes += body.length;
        response.writeHead(201).end();
        return;
      }
      const { name } = JSON.parse(body) as { name: string };
      if (!request.url?.endsWith('CreateArtifact')) {
        this.finished.push(name);
        return answer(200, { ok: true, artifactId: '7' });
      }
      if (this.taken.has(name))
        return answer(409, { code: 'already_exists', msg: 'an artifact with this name already exists' });
      this.taken.add(name);
      return answer(200, { ok: true, signedUploadUrl: `${this.#url}/container/blob?sig=x` });
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return this.#url;
  }

  get #url(): string {
    return `http://127.0.0.1:${(this.#server?.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server?.close();
    this.#server?.closeAllConnections();
  }
}

/** A token in which the toolkit finds the numbers of run and job; nobody checks its signature. */
const TOKEN = ['{}', JSON.stringify({ scp: 'Actions.Results:run:job' }), '']
  .map((part) => Buffer.from(part).toString('base64url'))
  .join('.');

let service: ArtifactService;
let directory: string;
let stdout: Captured;

beforeEach(async () => {
  service = new ArtifactService();
  directory = mkdtempSync(join(tmpdir(), 'upload-'));
  mkdirSync(join(directory, 'vm0'));
  writeFileSync(join(directory, 'vm0', 'messages'), 'hello');
  writeFileSync(join(directory, 'lago.log'), 'log');
  vi.stubEnv('ACTIONS_RESULTS_URL', await service.start());
  vi.stubEnv('ACTIONS_RUNTIME_TOKEN', TOKEN);
  vi.stubEnv('GITHUB_SERVER_URL', 'https://github.com');
  vi.stubEnv('GITHUB_REPOSITORY', 'o/r');
  vi.stubEnv('GITHUB_RUN_ID', '42');
  stdout = captureStdout();
});
afterEach(() => {
  stdout[Symbol.dispose]();
  vi.unstubAllEnvs();
  service.stop();
  rmSync(directory, { recursive: true });
});

async function upload(signal = new AbortController().signal) {
  return uploadDirectory(directory, { name: 'logs', retentionDays: 1, log: createLogger(), signal });
}

describe('uploadDirectory', () => {
  it('uploads all files and says where they are', async () => {
    const uploaded = await upload();
    expect(uploaded).toMatchObject({
      name: 'logs',
      files: 2,
      url: 'https://github.com/o/r/actions/runs/42/artifacts/7',
    });
    expect(service.finished).toEqual(['logs']);
    expect(service.bytes).toBeGreaterThan(100);
  });

  it('takes another name when the run has an artifact of that name', async () => {
    service.taken.add('logs');
    const { name } = await upload();
    expect(name).toMatch(/^logs-[0-9a-f]{8}$/);
    expect(service.finished).toEqual([name]);
  });

  it.each(['ACTIONS_RESULTS_URL', 'ACTIONS_RUNTIME_TOKEN'])('fails at once without %s', async (variable) => {
    vi.stubEnv(variable, '');
    await expect(upload()).rejects.toMatchObject({ code: 'ARTIFACT_SERVICE_MISSING' });
  });

  it('fails where artifacts are not supported', async () => {
    vi.stubEnv('GITHUB_SERVER_URL', 'https://ghes.example.org');
    await expect(upload()).rejects.toMatchObject({ code: 'UPLOAD_FAILED' });
  });

  it('gives up when it is told to, whatever the service does', async () => {
    service.silent = true;
    const controller = new AbortController();
    const uploading = upload(controller.signal);
    controller.abort();
    await expect(uploading).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('survives an error that the toolkit throws from an event handler', async () => {
    service.silent = true;
    const listeners = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    try {
      const uploading = upload();
      const [crash] = process.listeners('uncaughtException');
      crash?.(new Error('zip creation failed'), 'uncaughtException');
      await expect(uploading).rejects.toMatchObject({ code: 'UPLOAD_FAILED', message: 'zip creation failed' });
      expect(process.listenerCount('uncaughtException')).toBe(0);
    } finally {
      for (const listener of listeners) process.on('uncaughtException', listener);
    }
  });
});
