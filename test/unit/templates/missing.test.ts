import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TemplateStore } from '../../../src/templates/store.ts';
import { startServer, status, type TestServer } from '../host/fixtures/http-server.ts';

let directory: string;
let server: TestServer;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lago-missing-'));
  server = await startServer();
});
afterEach(async () => {
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

async function fetchWith(code: number, isExact: boolean) {
  for (const suffix of ['.xz', '.zst', '.gz', '']) server.on(`/a.qcow2${suffix}`, status(code));
  const origin = { kind: 'http', url: `${server.url}/a.qcow2`, ...(isExact ? { isExact } : {}) } as const;
  const name = { repository: 'r', template: 'a', version: 'v1' };
  const hash = { algorithm: 'sha256', value: '0'.repeat(64) } as const;
  const attempt = new TemplateStore(directory).ensure({ ...name, origin, hash, metadata: {} }, {});
  return attempt.catch((error: unknown) => error);
}

test.each([
  [404, false, 'r:a:v1 is not where its repository says', /source and the handle/],
  [403, false, 'r:a:v1 is denied (HTTP status 403), or not there, where its repository says', /credentials/],
  [403, true, 'r:a:v1 is denied (HTTP status 403), or not there, where its repository says', /distributor/],
])('an image that is answered with %d (exact: %s) is missing: %s', async (code, isExact, message, hint) => {
  const error = await fetchWith(code, isExact);
  expect(error).toMatchObject({ code: 'TEMPLATE_MISSING', hint: expect.stringMatching(hint) });
  expect(String(error)).toContain(message);
});
