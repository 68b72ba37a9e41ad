import { createReadStream, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hashFile } from '../../../src/host/hash.ts';
import { init, planInitFile } from '../../../src/index.ts';
import { microFile, type Sandbox, sandbox, testTemplates } from '../../support/sandbox.ts';
import { file, type Handler, startServer, type TestServer } from '../../unit/host/fixtures/http-server.ts';
import { TEST_CERTIFICATE } from '../../unit/host/fixtures/tls.ts';
import { trustTestCertificate } from '../../unit/templates/fixtures/distributor.ts';

const BUILD = '20261001-2618';
const BOOKWORM = '/cloud.debian.org/images/cloud/bookworm';
const NAME = `debian-12-genericcloud-amd64-${BUILD}.qcow2`;

let box: Sandbox;
let server: TestServer;
beforeAll(async () => {
  trustTestCertificate();
  box = sandbox();
  server = await startServer(TEST_CERTIFICATE);
  await serveDebian(server, testImage('debian12-cloudinit'));
});
afterAll(async () => {
  await server.close();
  expect(box.leftovers()).toEqual([]);
  box.remove();
});

/** Path of the newest image of a template of the tests. */
function testImage(name: string): string {
  const handle = new RegExp(`"([^"]*/${name}\\.qcow2)"`).exec(readFileSync(testTemplates(), 'utf8'))?.[1];
  if (handle === undefined) throw new Error(`there is no template ${name}`);
  return join(dirname(testTemplates()), handle);
}

/** Lays an image out as Debian does its own: listing, a directory per build, checksums; images redirected to a mirror. */
async function serveDebian(to: TestServer, image: string): Promise<void> {
  const sha512 = (await hashFile(image, ['sha512'])).get('sha512');
  const links = ['20250703-2162/', `${BUILD}/`, 'daily/', 'latest/'].map((name) => `<a href="${name}">${name}</a>`);
  to.on(`${BOOKWORM}/`, file(Buffer.from(`<html><pre>${links.join('\n')}</pre></html>`)));
  const sums = file(Buffer.from(`${sha512}  ${NAME}\n`));
  // Replaced while the image is fetched: the first checksum is another's.
  const stale = file(Buffer.from(`${'0'.repeat(128)}  ${NAME}\n`));
  to.on(`${BOOKWORM}/${BUILD}/SHA512SUMS`, stale, sums);
  to.on(
    `${BOOKWORM}/${BUILD}/${NAME}`,
    (_, response) => void response.writeHead(302, { location: '/mirror/image' }).end(),
  );
  to.on('/mirror/image', streamed(image));
}

function streamed(path: string): Handler {
  return (_, response) => {
    response.writeHead(200, { 'content-length': statSync(path).size, etag: '"v1"' });
    createReadStream(path).pipe(response);
  };
}

it('an init file with a built-in name needs no repository: fetched from its distributor, verified, entered', async () => {
  const initFile = JSON.parse(microFile(['vm0'], { memory: 512 }));
  initFile.domains.vm0.disks[0].template_name = 'bookworm';
  box.write('LagoInitFile', JSON.stringify(initFile));
  const env = { PATH: process.env.PATH, LAGO_TEMPLATE_MIRROR: server.url };
  const options = { ...box.options, templateRepos: [], env };

  const { plan } = await planInitFile(options);
  expect(plan.domains.get('vm0')?.disks[0]?.source).toMatchObject({ template: 'debian12', version: 'newest' });
  expect(server.requests).toEqual([]);

  const environment = await init(options);
  try {
    const [root] = environment.plan.domains.get('vm0')?.disks ?? [];
    expect(root?.source).toMatchObject({
      kind: 'template',
      repository: 'builtin',
      template: 'debian12',
      version: BUILD,
    });
    expect(environment.plan.domains.get('vm0')?.provisioning.kind).toBe('cloud-init');
    expect(box.messages('info')).toContainEqual(expect.stringContaining('its checksum has changed meanwhile'));
    await environment.start();
    expect((await environment.vm('vm0').ssh('hostname')).out).toBe('vm0\n');
  } finally {
    await environment.destroy();
  }

  // The server is not asked again for what is there, and a pinned version works without it.
  const requests = server.requests.length;
  initFile.domains.vm0.disks[0].template_version = BUILD;
  box.write('LagoInitFile', JSON.stringify(initFile));
  await server.close();
  const again = await init(options);
  await again.destroy();
  expect(server.requests.length).toBe(requests);
});
