import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { resolveOptions } from '../../../src/environment/host-services.ts';
import { openRepositories } from '../../../src/environment/repositories.ts';
import { restoreSnapshot, saveSnapshot } from '../../../src/environment/repository-cache.ts';
import { displayAddress } from '../../../src/host/http.ts';
import { createLogger } from '../../../src/host/log.ts';
import { oldRepository } from '../../../src/templates/builtin/old-names.ts';
import { originOf } from '../../../src/templates/origin.ts';
import { publicRepository } from '../../../src/templates/public-repository.ts';
import { openRepository } from '../../../src/templates/repository.ts';
import { snapshotFile } from '../../../src/templates/snapshot.ts';
import { TemplateStore } from '../../../src/templates/store.ts';
import { file, startServer, type TestServer } from '../host/fixtures/http-server.ts';

const IMAGE = Buffer.alloc(4096, 'no qcow2, but raw');
/** All that is secret in the addresses below. */
const SECRETS = /bot|s3cretpw|TOK|other-user|other-pw|SIGNATURE|apikey/;

let directory: string;
let said: string[];
const log = createLogger((event) => event.kind === 'message' && said.push(event.text));
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lago-secrets-'));
  said = [];
});
afterEach(() => rm(directory, { recursive: true, force: true }));

/** All that is in the files below a directory, and their names. */
async function textBelow(root: string): Promise<string> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const texts = await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'latin1')));
  return [...files.map(({ parentPath, name }) => join(parentPath, name)), ...texts].join('\n');
}

function repositoryOn(server: TestServer) {
  const host = server.url.replace('http://', '');
  const web = `http://other-user:other-pw@${host}/images?sig=SIGNATURE`;
  return {
    name: 'private',
    sources: { near: { type: 'http', args: { baseurl: 'images?key=apikey' } }, [web]: httpSource(web) },
    templates: {
      one: { versions: { v1: { source: 'near', handle: 'one.qcow2', timestamp: 1 } } },
      two: { versions: { v1: { source: web, handle: 'two.qcow2', timestamp: 1 } } },
    },
  };
}

function httpSource(baseurl: string) {
  return { type: 'http', args: { baseurl, header: 'apikey' } } as const;
}

describe('secrets in the address of a repository', () => {
  it('are in no file of the store, no cache entry and no message, and what was seen serves without them', async () => {
    const server = await startServer();
    const host = server.url.replace('http://', '');
    const location = `http://bot:s3cretpw@${host}/repo.json?token=TOK`;
    server.on('/repo.json?token=TOK', file(Buffer.from(JSON.stringify(repositoryOn(server)))));
    const hash = file(Buffer.from(createHash('sha256').update(IMAGE).digest('hex')));
    server.on('/images/one.qcow2.hash?key=apikey', hash);
    server.on('/images/two.qcow2.hash?sig=SIGNATURE', hash);
    server.on('/images/two.qcow2?sig=SIGNATURE', file(IMAGE));
    const storeDir = join(directory, 'store');
    const options = { storeDir, cwd: directory, log, retry: { retries: 0 } };

    const repository = await openRepository(location, options);
    const one = await repository.resolve({ template: 'one' });
    const two = await repository.resolve({ template: 'two' });
    expect(one.origin).toEqual({ kind: 'http', url: `http://bot:s3cretpw@${host}/images/one.qcow2?key=apikey` });
    await new TemplateStore(storeDir).ensure(two, { log });
    await new TemplateStore(storeDir)
      .ensure(one, { log, retry: { retries: 0 } })
      .catch((error) => said.push(`${error}`));

    let entry = '';
    const cache = {
      save: async (key: string, from: string) => {
        entry = `${key}\n${await textBelow(from)}`;
        return { saved: true } as const;
      },
      restore: async () => undefined,
    };
    await saveSnapshot(cache, storeDir, repository.location, 'digest');
    expect(entry).toContain('"name": "private"');
    expect(entry).not.toMatch(SECRETS);
    expect(await textBelow(storeDir)).not.toMatch(SECRETS);

    await server.close();
    const away = await openRepository(location, options);
    expect(await away.resolve({ template: 'one' })).toMatchObject({
      hash: one.hash,
      origin: { url: `http://bot:s3cretpw@${host}/images/one.qcow2` },
    });
    expect(await away.resolve({ template: 'two' })).toMatchObject({ hash: two.hash });
    expect(said.join('\n')).toMatch(/using what was last seen/);
    expect(said.join('\n')).not.toMatch(SECRETS);
  });

  it('do not keep another user from what was seen, in the store and in a cache', async () => {
    const storeDir = join(directory, 'store');
    expect(snapshotFile(storeDir, 'https://bot:s3cretpw@127.0.0.1/r.json')).toBe(
      snapshotFile(storeDir, 'https://127.0.0.1/r.json'),
    );
    const [keys, cache] = [[] as string[], { save: async () => ({ saved: true }) as const }];
    const restore = async (asked: readonly string[]) => void keys.push(...asked);
    await mkdir(storeDir);
    for (const user of ['bot:s3cretpw@', '']) {
      await restoreSnapshot({ ...cache, restore }, storeDir, `https://${user}127.0.0.1/r.json`, log);
    }
    expect(keys[0]).toBe(keys[1]);
  });

  it('go with a snapshot of a version that kept them', async () => {
    await using server = await startServer();
    server.on('/repo.json', file(Buffer.from(JSON.stringify(repositoryOn(server)))));
    server.on('/images/one.qcow2.hash?key=apikey', file(Buffer.from('0'.repeat(64))));
    const location = `http://bot:s3cretpw@${server.url.replace('http://', '')}/repo.json`;
    const storeDir = join(directory, 'store');
    const old = `${createHash('sha256').update(location).digest('hex').slice(0, 32)}.json`;
    await mkdir(join(storeDir, 'repositories'), { recursive: true });
    await writeFile(join(storeDir, 'repositories', old), JSON.stringify({ version: 1, location }));
    const repository = await openRepository(location, { storeDir, cwd: directory, log, retry: { retries: 0 } });
    await repository.resolve({ template: 'one' });
    expect(await readdir(join(storeDir, 'repositories'))).toEqual([basename(snapshotFile(storeDir, location))]);
  });

  it('are in no error and no list', async () => {
    await using server = await startServer();
    const location = `http://bot:s3cretpw@${server.url.replace('http://', '')}/repo.json?token=TOK`;
    server.on('/repo.json?token=TOK', file(Buffer.from(JSON.stringify({ name: 'a', sources: {}, templates: {} }))));
    const paths = { storeDir: join(directory, 'store'), repositoriesDir: join(directory, 'repos') };
    const resolved = resolveOptions({ cwd: directory, env: {}, log });
    const services = { ...resolved.services, paths: { ...resolved.services.paths, ...paths } };
    const repositories = openRepositories({ templateRepos: [location] }, { ...resolved, services }, { offline: true });
    const error = await repositories.find({ template: 'nothing-like-it' }).catch((thrown: unknown) => thrown);
    expect(String(error)).toContain('/repo.json');
    expect(String(error)).not.toMatch(SECRETS);
    expect(JSON.stringify(await repositories.list())).not.toMatch(SECRETS);
    expect(oldRepository('http://bot:s3cretpw@templates.ovirt.org/r?token=TOK').message).not.toMatch(SECRETS);
    const source = { type: 'file', args: { root: '/' } } as const;
    expect(() => originOf(source, 'x', { kind: 'http', url: location }, {})).toThrow(/^(?!.*s3cretpw)(?!.*TOK)/);
  });
});

test.each([
  ['https://127.0.0.1/a/r.json', 'https://127.0.0.1/a/r.json'],
  ['https://u:p@127.0.0.1/a?t=1#f', 'https://127.0.0.1/a'],
  ['http://u:p/a@ss@not a host/a?t', 'http://not a host/a'],
  ['ftp://u:p@127.0.0.1/a?t', 'ftp://127.0.0.1/a'],
  ['/srv/a?b/r.json', '/srv/a?b/r.json'],
  ['builtin', 'builtin'],
])('the address %s is shown as %s', (address, shown) => {
  expect(displayAddress(address)).toBe(shown);
});

test.each([
  ['images', 'images'],
  ['../images?token=TOK', '../images'],
  ['https://127.0.0.1', 'https://127.0.0.1'],
  ['https://u:p@127.0.0.1/a', 'https://127.0.0.1/a'],
  ['//u:p@127.0.0.1/a?x', '//127.0.0.1/a'],
  ['http:\\\\u:p@127.0.0.1\\a', 'http://127.0.0.1/a'],
])('of the base URL %s, %s is kept', (baseurl, kept) => {
  const repository = { name: 'a', sources: { web: httpSource(baseurl) }, templates: {} };
  expect(publicRepository(repository).sources).toEqual({ web: { type: 'http', args: { baseurl: kept } } });
});
