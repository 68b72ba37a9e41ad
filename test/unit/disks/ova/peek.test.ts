import { afterEach, beforeEach, expect, it } from 'vitest';
import { peekOva } from '../../../../src/disks/ova/peek.ts';
import { tar, vmwareOvf } from '../../../support/ova.ts';
import { cutFile, file, startServer, status, type TestServer } from '../../host/fixtures/http-server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startServer();
});
afterEach(() => server.close());

const peek = (signal?: AbortSignal) => peekOva({ kind: 'http', url: `${server.url}/vm.ova` }, signal);

it('asks a server again that was busy, or cut the answer', async () => {
  const content = await tar(['vm.ovf', vmwareOvf()], ['disk', Buffer.alloc(100_000)]);
  server.on('/vm.ova', status(503), cutFile(content, 50_000), file(content));
  expect(await peek()).toMatchObject({ disks: [expect.anything()] });
  expect(server.requests).toHaveLength(3);
});

it('is cancelled while it waits for an answer', async () => {
  const abort = new AbortController();
  server.on('/vm.ova', () => abort.abort());
  await expect(peek(abort.signal)).rejects.toMatchObject({ code: 'CANCELLED' });
});
