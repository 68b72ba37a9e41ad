import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLogger } from '../../../src/host/log.ts';
import { parseHash } from '../../../src/templates/details.ts';
import { lookupTemplates } from '../../../src/templates/lookup.ts';
import { nearNames } from '../../../src/templates/near-names.ts';
import { originOf, placeOf } from '../../../src/templates/origin.ts';
import { Repositories } from '../../../src/templates/repositories.ts';
import { openRepository, type RepositoryOptions } from '../../../src/templates/repository.ts';
import { TemplateStore } from '../../../src/templates/store.ts';
import { file, startServer, status } from '../host/fixtures/http-server.ts';

const SHA256 = 'ab'.repeat(32);

let directory: string;
let options: RepositoryOptions;
let warnings: string[];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lago-repository-'));
  warnings = [];
  const log = createLogger((event) => {
    if (event.kind === 'message' && event.level === 'warning') warnings.push(event.text);
  });
  options = { storeDir: join(directory, 'store'), cwd: directory, log, retry: { retries: 1, retryDelayMs: 1 } };
});
afterEach(() => rm(directory, { recursive: true, force: true }));

function version(handle: string, timestamp: number | string, source = 'here') {
  return { source, handle, timestamp };
}

const REPOSITORY = {
  name: 'test',
  sources: { here: { type: 'file', args: { root: 'images' } }, web: { type: 'http', args: { baseurl: 'images' } } },
  templates: {
    debian12: { versions: { v1: version('d1.qcow2', 10), v3: version('d3.qcow2', '30'), v2: version('d2.qcow2', 20) } },
    'el7.6-base-2': { versions: { a: version('el7:a', 5) } },
    empty: { versions: {} },
  },
  comment: 'kept',
};

async function writeRepository(content: unknown = REPOSITORY): Promise<string> {
  await mkdir(join(directory, 'images'), { recursive: true });
  await writeFile(join(directory, 'repo.json'), typeof content === 'string' ? content : JSON.stringify(content));
  return 'repo.json';
}

describe('a local repository', () => {
  test('resolves the newest version by timestamp, with hash and metadata', async () => {
    const repository = await openRepository(await writeRepository(), options);
    await writeFile(join(directory, 'images', 'd3.qcow2.hash'), `${SHA256}\n`);
    await writeFile(join(directory, 'images', 'd3.qcow2.metadata'), '{"distro": "debian12", "x": [1]}');
    expect(await repository.resolve({ template: 'debian12' })).toEqual({
      repository: 'test',
      template: 'debian12',
      version: 'v3',
      origin: { kind: 'file', path: join(directory, 'images', 'd3.qcow2') },
      hash: { algorithm: 'sha256', value: SHA256 },
      metadata: { distro: 'debian12', x: [1] },
    });
    expect(repository.templates).toEqual(['debian12', 'el7.6-base-2', 'empty']);
    expect(await repository.versions('debian12')).toEqual(['v3', 'v2', 'v1']);
  });

  test('resolves a version that is named; hash and metadata may be missing', async () => {
    const repository = await openRepository(await writeRepository(), options);
    const resolved = await repository.resolve({ template: 'debian12', version: 'v1' });
    expect(resolved).toMatchObject({ version: 'v1', metadata: {} });
    expect(resolved.hash).toBeUndefined();
  });

  test('an unknown template lists near names and all names', async () => {
    const repository = await openRepository(await writeRepository(), options);
    const error = await repository.resolve({ template: 'debain12' }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'TEMPLATE_UNKNOWN', exitCode: 2, hint: 'Did you mean "debian12"?' });
    expect(String(error)).toContain('there are debian12, el7.6-base-2, empty');
    await expect(repository.resolve({ template: 'empty' })).rejects.toMatchObject({ code: 'TEMPLATE_UNKNOWN' });
    await expect(repository.resolve({ template: 'constructor' })).rejects.toMatchObject({ code: 'TEMPLATE_UNKNOWN' });
  });

  test('an unknown version lists those there are, newest first', async () => {
    const repository = await openRepository(await writeRepository(), options);
    const attempt = repository.resolve({ template: 'debian12', version: 'v4' });
    await expect(attempt).rejects.toMatchObject({ code: 'TEMPLATE_VERSION_UNKNOWN', exitCode: 2 });
    await expect(attempt).rejects.toThrow('there are v3, v2, v1');
  });

  test.each([
    ['no JSON', '{"name"', /repo\.json is not valid JSON/],
    ['no templates', { name: 'a', sources: {} }, /templates/],
    ['an unknown kind of source', { ...REPOSITORY, sources: { here: { type: 'ftp', args: {} } } }, /sources\.here/],
    ['a source that is not there', { ...REPOSITORY, sources: {} }, /there is no source "here"/],
    [
      'no timestamp',
      { ...REPOSITORY, templates: { a: { versions: { v: { source: 'here', handle: 'x' } } } } },
      /timestamp/,
    ],
    ['the name of the built-in one', { ...REPOSITORY, name: 'builtin' }, /has the name of the built-in one/],
    ['a name that leads elsewhere', { ...REPOSITORY, name: '../../etc' }, /no slash/],
    [
      'a version that leads elsewhere',
      { ...REPOSITORY, templates: { a: { versions: { '..': version('x', 1) } } } },
      /dot/,
    ],
    ...['tmp', 'part', 'hash', 'metadata', 'record', 'verified', 'lock', 'tmp.qcow2', 'part.state'].map(
      (ending): [string, object, RegExp] => {
        const versions = { [`v1.${ending}`]: version('x', 1) };
        const place = new RegExp(`templates\\.a\\.versions\\.v1\\.${ending}: must not end as the store's own files do`);
        return [`a version that ends in .${ending}`, { ...REPOSITORY, templates: { a: { versions } } }, place];
      },
    ),
  ])('one with %s is refused, saying where', async (_, content, message) => {
    const attempt = openRepository(await writeRepository(content), options);
    await expect(attempt).rejects.toMatchObject({ code: 'REPOSITORY_INVALID' });
    await expect(attempt).rejects.toThrow(message);
  });

  test('broken hash and metadata files are named', async () => {
    const repository = await openRepository(await writeRepository(), options);
    await writeFile(join(directory, 'images', 'd1.qcow2.hash'), 'todo');
    await expect(repository.resolve({ template: 'debian12', version: 'v1' })).rejects.toThrow(
      /d1\.qcow2\.hash holds no SHA/,
    );
    await writeFile(join(directory, 'images', 'd2.qcow2.metadata'), '[1]');
    await expect(repository.resolve({ template: 'debian12', version: 'v2' })).rejects.toThrow(
      /d2\.qcow2\.metadata is not a JSON object/,
    );
  });

  test('a missing one is an error that names it', async () => {
    const attempt = openRepository('none.json', options);
    await expect(attempt).rejects.toMatchObject({ code: 'REPOSITORY_UNREACHABLE' });
    await expect(attempt).rejects.toThrow(`${join(directory, 'none.json')} cannot be read: there is no such file`);
    expect(await readdir(directory)).toEqual([]);
  });
});

describe('a repository on a server', () => {
  const REMOTE = {
    ...REPOSITORY,
    templates: { debian12: { versions: { v1: version('debian/12.qcow2', 1, 'web') } } },
  };

  test('is read with its relative base URL; the hash of a compressed variant counts too', async () => {
    await using server = await startServer();
    server.on('/lago/repo.json', file(Buffer.from(JSON.stringify(REMOTE))));
    server.on('/lago/images/debian/12.qcow2.xz.hash', file(Buffer.from(SHA256)));
    server.on('/lago/images/debian/12.qcow2.metadata', file(Buffer.from('{"distro": "debian12"}')));
    const repository = await openRepository(`${server.url}/lago/repo.json`, options);
    expect(await repository.resolve({ template: 'debian12' })).toMatchObject({
      origin: { kind: 'http', url: `${server.url}/lago/images/debian/12.qcow2` },
      hash: { value: SHA256 },
      metadata: { distro: 'debian12' },
    });
  });

  test('that cannot be reached, and was never seen, is an error with address and reason', async () => {
    await using server = await startServer();
    // The port is ours, on another address: nobody else answers there.
    const away = server.url.replace('127.0.0.1', '127.0.0.77');
    const attempt = openRepository(`${away}/repo.json`, options);
    await expect(attempt).rejects.toMatchObject({ code: 'REPOSITORY_UNREACHABLE', exitCode: 1 });
    await expect(attempt).rejects.toThrow(/repo\.json cannot be read: no answer from .*ECONNREFUSED/);
  });

  test('that cannot be reached serves from what was last seen, with a warning', async () => {
    const server = await startServer();
    server.on('/repo.json', file(Buffer.from(JSON.stringify(REMOTE))));
    server.on('/images/debian/12.qcow2.hash', file(Buffer.from(SHA256)));
    const seen = await (await openRepository(`${server.url}/repo.json`, options)).resolve({ template: 'debian12' });
    await server.close();
    expect(warnings).toEqual([]);
    const repository = await openRepository(`${server.url}/repo.json`, options);
    expect(await repository.resolve({ template: 'debian12' })).toEqual(seen);
    expect(warnings[0]).toMatch(/cannot be read .*using what was last seen/);
  });

  test('that loses only the details of a template serves those that were last seen', async () => {
    await using server = await startServer();
    server.on('/repo.json', file(Buffer.from(JSON.stringify(REMOTE))));
    server.on('/images/debian/12.qcow2.hash', file(Buffer.from(SHA256)));
    const seen = await (await openRepository(`${server.url}/repo.json`, options)).resolve({ template: 'debian12' });
    server.on('/images/debian/12.qcow2.hash', status(500));
    expect(await (await openRepository(`${server.url}/repo.json`, options)).resolve({ template: 'debian12' })).toEqual(
      seen,
    );
    expect(warnings[0]).toContain('using what was last seen of the template debian12:v1');
  });

  test('leaves no trace when only looked at', async () => {
    await using server = await startServer();
    server.on('/repo.json', file(Buffer.from(JSON.stringify(REMOTE))));
    const repository = await openRepository(`${server.url}/repo.json`, { ...options, keepSnapshot: false });
    await repository.resolve({ template: 'debian12' });
    expect(await readdir(directory)).toEqual([]);
  });

  test('that became another page is refused, whatever was seen before', async () => {
    await using server = await startServer();
    server.on('/repo.json', file(Buffer.from(JSON.stringify(REMOTE))), file(Buffer.from('<html>login</html>')));
    await (await openRepository(`${server.url}/repo.json`, options)).resolve({ template: 'debian12' });
    await expect(openRepository(`${server.url}/repo.json`, options)).rejects.toMatchObject({
      code: 'REPOSITORY_INVALID',
    });
  });

  test('cannot name files of this host', async () => {
    await using server = await startServer();
    server.on('/repo.json', file(Buffer.from(JSON.stringify(REPOSITORY))));
    const repository = await openRepository(`${server.url}/repo.json`, options);
    await expect(repository.resolve({ template: 'debian12' })).rejects.toThrow(/only a local repository may have/);
  });
});

describe('originOf', () => {
  const local = { kind: 'file', path: '/srv/lago/repo.json' } as const;
  const source = (root: string) => ({ type: 'file', args: { root } }) as const;

  test.each([
    ['images', 'a.qcow2', '/srv/lago/images/a.qcow2'],
    ['/images', 'b/a.qcow2', '/images/b/a.qcow2'],
    ['$LAGO_TEMPLATES', 'a', '/t/a'],
    [`\${LAGO_TEMPLATES}/x`, '$LAGO_NAME.qcow2', '/t/x/deb.qcow2'],
    ['$HOME', 'a', '/srv/lago/$HOME/a'],
    ['$LAGO_UNKNOWN', 'a', '/srv/lago/$LAGO_UNKNOWN/a'],
    ['~/lago', 'a', `${homedir()}/lago/a`],
    ['~', 'a', `${homedir()}/a`],
  ])('root %s and handle %s make %s', (root, handle, path) => {
    const variables = { LAGO_TEMPLATES: '/t', LAGO_NAME: 'deb', HOME: '/secret' };
    expect(originOf(source(root), handle, local, variables)).toEqual({ kind: 'file', path });
  });

  test.each([
    ['http://127.0.0.1/base/', 'a/b.qcow2', 'http://127.0.0.1/base/a/b.qcow2'],
    ['http://127.0.0.1/base', '/el7:x y', 'http://127.0.0.1/base/el7:x%20y'],
    ['https://127.0.0.1/b?token=1', 'a', 'https://127.0.0.1/b/a?token=1'],
  ])('base %s and handle %s make %s', (baseurl, handle, url) => {
    expect(originOf({ type: 'http', args: { baseurl } }, handle, local, {})).toEqual({ kind: 'http', url });
  });

  test.each(['ftp://127.0.0.1/', 'not a url', 'file:///etc'])('the base URL %s is refused', (baseurl) => {
    expect(() => originOf({ type: 'http', args: { baseurl } }, 'a', local, {})).toThrow(/base URL/);
  });
});

test.each([
  ['repo.json', { kind: 'file', path: '/w/repo.json' }],
  ['../r/repo.json', { kind: 'file', path: '/r/repo.json' }],
  ['file:///r/repo.json', { kind: 'file', path: '/r/repo.json' }],
  ['https://127.0.0.1/r', { kind: 'http', url: 'https://127.0.0.1/r' }],
])('the location %s is understood', (location, place) => {
  expect(placeOf(location, '/w')).toEqual(place);
});

test.each([
  [`${'a1'.repeat(20)}`, 'sha1'],
  [`${SHA256.toUpperCase()}  image.qcow2\n`, 'sha256'],
  [`SHA512 (image.qcow2) = ${'0f'.repeat(64)}`, 'sha512'],
  [`# comment\n*${SHA256}`, 'sha256'],
])('parseHash reads %s as %s', (text, algorithm) => {
  const hash = parseHash(text, 'x');
  expect(hash.algorithm).toBe(algorithm);
  expect(text.toLowerCase()).toContain(hash.value);
});

test.each(['', 'x', 'ab'.repeat(33), `${'g'.repeat(40)}`])('parseHash refuses %j', (text) => {
  expect(() => parseHash(text, 'image.hash')).toThrow(/image\.hash holds no/);
});

test('nearNames finds slips and relatives, nearest first', () => {
  const known = ['debian12', 'debian12-cloudinit', 'el7.6-base-2', 'fc26-base', 'micro'];
  expect(nearNames('debain12', known)[0]).toBe('debian12');
  expect(nearNames('el7.5-base', known)[0]).toBe('el7.6-base-2');
  expect(nearNames('windows', known)).toEqual([]);
  expect(nearNames('', known)).toEqual([]);
});

describe('lookupTemplates', () => {
  test('answers what the planner asks, found or not, and tells what to bring', async () => {
    const repository = await openRepository(await writeRepository(), options);
    const store = new TemplateStore(options.storeDir);
    const requests = [
      { template: 'debian12' },
      { template: 'debian12', version: 'v3' },
      { template: 'debian12', version: 'v9' },
      { template: 'nope' },
    ];
    const repositories = new Repositories([{ location: repository.location, open: async () => repository }]);
    const index = await lookupTemplates(repositories, store, requests);
    const image = join(options.storeDir, 'test:debian12:v3');
    expect(index.lookup('debian12')).toEqual({
      kind: 'found',
      template: {
        repository: 'test',
        template: 'debian12',
        version: 'v3',
        backingFile: image,
        backingFormat: 'qcow2',
        metadata: {},
      },
    });
    expect(index.lookup('debian12', 'v3')).toMatchObject({ kind: 'found' });
    expect(index.lookup('debian12', 'v9')).toEqual({ kind: 'unknown-version', versions: ['v3', 'v2', 'v1'] });
    expect(index.lookup('nope')).toMatchObject({ kind: 'unknown-template', names: repository.templates });
    expect(index.found.map(({ version }) => version)).toEqual(['v3']);
  });
});
