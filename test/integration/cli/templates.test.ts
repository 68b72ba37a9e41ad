import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, truncateSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { microFile, type Sandbox, sandbox, testTemplates } from '../../support/sandbox.ts';
import { file, startServer } from '../../unit/host/fixtures/http-server.ts';
import { makeImage } from '../templates/images.ts';
import { lago, outcome, output, start, written } from './support.ts';

let box: Sandbox;
let store: string;
beforeAll(async () => {
  box = sandbox();
  store = join(box.common.stateDir, 'store');
  box.write('LagoInitFile', microFile(['vm0']));
  await makeImage(join(box.common.cwd, 'own.qcow2'));
});
afterAll(() => {
  expect(box.leftovers()).toEqual([]);
  box.remove();
});

const json = async (...argv: string[]) => JSON.parse(await output(box, ['-f', 'json', ...argv])) as unknown;
const images = () => readdirSync(store).filter((name) => /^[^:]+:[^:]+:[^.:]+$/.test(name));

describe('templates', () => {
  it('are listed with what the store has of them', async () => {
    const listed = await lago(box, ['-f', 'json', 'templates', 'list']);
    expect(listed.code).toBe(0);
    const records = JSON.parse(listed.out) as { name: string }[];
    const { name } = JSON.parse(readFileSync(testTemplates(), 'utf8')) as { name: string };
    expect(records).toContainEqual(
      expect.objectContaining({ name: `${name}/micro`, stored: false, size: null, hidden_by: null }),
    );
    expect(await json('templates', 'list', '--stored')).toEqual([]);
    expect(existsSync(store) ? images() : []).toEqual([]);
  });

  it('are brought before they are needed, by name and by init file', async () => {
    const [first] = (await json('templates', 'pull', 'micro')) as { id: string; fetched: boolean; path: string }[];
    expect(first).toMatchObject({ fetched: true });
    expect(images()).toEqual([first?.id]);
    expect(await json('templates', 'pull', '--init-file', 'LagoInitFile')).toEqual([
      expect.objectContaining({ id: first?.id, fetched: false }),
    ]);
    expect(await json('templates', 'list', '--stored')).toEqual([
      expect.objectContaining({ id: first?.id, verified: true, template: 'micro', path: first?.path }),
    ]);
    const unknown = await lago(box, ['templates', 'pull', 'micrp']);
    expect(unknown).toMatchObject({ code: 2, err: expect.stringContaining('TEMPLATE_UNKNOWN') });
    expect((await lago(box, ['templates', 'pull'])).code).toBe(2);
  });

  it('stay while an environment lies over them, whatever prune is told', async () => {
    await output(box, ['init']);
    const [id = ''] = images();
    const { err, out } = await lago(box, ['templates', 'prune', '--unused', '--older-than', '1s', '--max-size', '1']);
    expect(out).toBe('');
    expect(err).toContain(`${id} stays: there are disks over it: `);
    expect(images()).toEqual([id]);
  });

  it('are read again by verify; a broken one that is in use stays, without users it is fetched anew', async () => {
    const [id = ''] = images();
    const image = join(store, id);
    expect(await json('templates', 'verify')).toEqual([{ id, state: 'good', reason: null, used_by: [] }]);
    const { atime, mtime, size } = statSync(image);
    truncateSync(image, size - 1);
    utimesSync(image, atime, mtime);
    const inUse = await lago(box, ['templates', 'verify', '--repair']);
    expect(inUse).toMatchObject({ code: 1, err: expect.stringContaining('there are disks over it, so it stays') });
    const again = await lago(box, ['init', '--prefix-name', 'other']);
    expect(again).toMatchObject({ code: 2, err: expect.stringContaining('TEMPLATE_ALTERED') });
    await output(box, ['destroy', '--yes']);
    expect((await lago(box, ['templates', 'verify', 'micro'])).code).toBe(1);
    const repaired = await lago(box, ['-f', 'json', 'templates', 'verify', '--repair']);
    expect(repaired.code).toBe(0);
    expect(JSON.parse(repaired.out)).toEqual([expect.objectContaining({ id, state: 'repaired' })]);
    expect((await lago(box, ['templates', 'verify', 'nothing'])).err).toContain('TEMPLATE_NOT_STORED');
  });

  it('go when nothing lies over them', async () => {
    const [id] = images();
    const dry = await json('templates', 'prune', '--unused', '--dry-run');
    expect(dry).toEqual([expect.objectContaining({ id })]);
    expect(images()).toEqual([id]);
    expect(await json('templates', 'prune', '--unused')).toEqual(dry);
    expect(readdirSync(store).filter((name) => name.includes(':'))).toEqual([]);
  });

  it('are made of images of this host, and init finds them', async () => {
    const [added] = (await json('templates', 'add', 'own', 'own.qcow2', '--metadata', 'distro=none')) as {
      id: string;
    }[];
    expect(added?.id).toBe('local:own:v1');
    const { code, err } = await lago(box, ['templates', 'add', 'own', 'own.qcow2', '--template-version', 'v1']);
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('TEMPLATE_EXISTS') });
    expect(await json('templates', 'add', 'own', 'own.qcow2')).toMatchObject([{ id: 'local:own:v2' }]);
    const listed = (await json('templates', 'list', '--versions')) as { name: string; versions: unknown[] }[];
    expect(listed.find(({ name }) => name === 'local/own')?.versions).toMatchObject([
      { version: 'v2', stored: true },
      { version: 'v1', stored: true },
    ]);
    box.write('Own', microFile(['vm0']).replace('"micro"', '"own"'));
    await output(box, ['init', 'Own', '--skip-bootstrap']);
    await output(box, ['destroy', '--yes']);
    // What was pruned comes back from where it was.
    await output(box, ['templates', 'prune', '--unused']);
    expect(await json('templates', 'pull', 'own:v1')).toMatchObject([{ id: 'local:own:v1', fetched: true }]);
  });

  it('are made of images at addresses, which are not to hold passwords', async () => {
    await using server = await startServer();
    server.on('/dir/far.qcow2', file(readFileSync(join(box.common.cwd, 'own.qcow2'))));
    const sha256 = createHash('sha256')
      .update(readFileSync(join(box.common.cwd, 'own.qcow2')))
      .digest('hex');
    const url = `${server.url}/dir/far.qcow2`;
    const add = ['templates', 'add', 'far'];
    expect((await lago(box, [...add, url])).err).toContain('TEMPLATE_UNVERIFIABLE');
    const secret = await lago(box, [...add, url.replace('//', '//u:geheim@'), '--hash', sha256]);
    expect(secret.err).toContain('TEMPLATE_URL_SECRET');
    expect(secret.err).not.toContain('geheim');
    expect(await json(...add, url, '--hash', sha256)).toMatchObject([{ id: 'local:far:v1' }]);
    await output(box, ['templates', 'prune', '--unused']);
    expect(await json('templates', 'pull', 'local/far')).toMatchObject([{ id: 'local:far:v1', fetched: true }]);
  });

  it.each([
    [['templates', 'add', 'a/b', 'own.qcow2'], 'TEMPLATE_NAME_INVALID'],
    [['templates', 'add', 'x', 'none.qcow2'], 'TEMPLATE_IMAGE_MISSING'],
    [['templates', 'add', 'x', 'own.qcow2', '--hash', 'ab'.repeat(32)], 'TEMPLATE_HASH_MISMATCH'],
    [['templates', 'add', 'x', 'LagoInitFile'], 'TEMPLATE_BROKEN'],
  ])('%j leaves nothing', async (argv, code) => {
    const before = [readdirSync(store), readFileSync(join(box.common.stateDir, 'repos', 'local.json'), 'utf8')];
    expect((await lago(box, argv)).err).toContain(code);
    expect([readdirSync(store), readFileSync(join(box.common.stateDir, 'repos', 'local.json'), 'utf8')]).toEqual(
      before,
    );
    expect(readdirSync(join(box.common.stateDir, 'repos'))).toEqual(['local.json']);
  });
});

it('of two jobs on one host one downloads, the other waits and says for whom', async () => {
  await using server = await startServer();
  const content = readFileSync(join(box.common.cwd, 'own.qcow2'));
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
  server.on('/own.qcow2', (request, response) => {
    ask();
    void finished.then(() => file(content)(request, response));
  });
  server.on('/own.qcow2.hash', file(Buffer.from(createHash('sha256').update(content).digest('hex'))));
  const sources = { far: { type: 'http', args: { baseurl: server.url } } };
  const versions = { v1: { source: 'far', handle: 'own.qcow2', timestamp: 1 } };
  const path = box.write('far.json', JSON.stringify({ name: 'far', sources, templates: { far: { versions } } }));
  box.write('Far', microFile(['vm0']).replace('"micro"', '"far"'));
  const init = (prefix: string) =>
    start(box, ['--prefix-name', prefix, 'init', 'Far', '--skip-bootstrap', '--template-repo-path', path]);
  const first = init('one');
  await asked;
  const second = init('two');
  await written(second, 'stderr', 'waiting for template far:far:v1, held by process');
  finish();
  expect(await Promise.all([outcome(first), outcome(second)])).toMatchObject([{ code: 0 }, { code: 0 }]);
  expect(server.requests.filter((request) => request.path === '/own.qcow2')).toHaveLength(1);
  for (const prefix of ['one', 'two']) await output(box, ['--prefix-name', prefix, 'destroy', '--yes']);
});

it('are not downloaded for an init file whose builds take files that are not there', async () => {
  await using server = await startServer();
  const sources = { far: { type: 'http', args: { baseurl: server.url } } };
  const versions = { v1: { source: 'far', handle: 'own.qcow2', timestamp: 1 } };
  const path = box.write('away.json', JSON.stringify({ name: 'away', sources, templates: { far: { versions } } }));
  const disk = { template_name: 'far', type: 'template', name: 'root', dev: 'vda', format: 'qcow2' };
  const build = [{ 'virt-customize': { run: 'gone.sh' } }];
  box.write('Built', microFile(['vm0'], { disks: [{ ...disk, build }] }));
  const { code, err } = await lago(box, ['init', 'Built', '--template-repo-path', path]);
  expect(code).toBe(2);
  expect(err).toContain('gone.sh');
  expect(server.requests.filter((request) => request.path.endsWith('own.qcow2'))).toEqual([]);
  expect(existsSync(join(box.common.cwd, '.lago'))).toBe(false);
});
