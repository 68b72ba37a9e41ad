import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openCatalogue } from '../../../src/environment/catalogue.ts';
import { ensureTemplate } from '../../../src/environment/ensure-template.ts';
import { resolveOptions } from '../../../src/environment/host-services.ts';
import { planInitFile } from '../../../src/environment/preview.ts';
import { givenRepositories, localRepository, openRepositories } from '../../../src/environment/repositories.ts';
import { ToolError } from '../../../src/host/errors.ts';
import { createLogger } from '../../../src/host/log.ts';
import { parseInitFile } from '../../../src/initfile/parse.ts';
import { TemplateStore } from '../../../src/templates/store.ts';
import type { TemplateVersion } from '../../../src/templates/types.ts';
import { disk, domain, MGMT } from '../../support/plan.ts';
import { startDistributors, trustTestCertificate } from '../templates/fixtures/distributor.ts';

let directory: string;
beforeAll(trustTestCertificate);
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lago-repositories-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const resolved = (env: Record<string, string> = {}) =>
  resolveOptions({ cwd: directory, env, stateDir: join(directory, 'state'), log: createLogger() });

/** Writes a repository file with templates, each of one version. */
async function repository(file: string, name: string, ...templates: readonly string[]): Promise<string> {
  const entry = { versions: { v1: { source: 'here', handle: 'image.qcow2', timestamp: 1 } } };
  const sources = { here: { type: 'file', args: { root: '.' } } };
  await mkdir(dirname(join(directory, file)), { recursive: true });
  const content = { name, sources, templates: Object.fromEntries(templates.map((template) => [template, entry])) };
  await writeFile(join(directory, file), JSON.stringify(content));
  return file;
}

function initFile(...templates: readonly string[]) {
  const vms = templates.map((template, index) => {
    const disks = [disk({ template_name: template })];
    return [`vm${index}`, domain(['mgmt'], { disks })];
  });
  return JSON.stringify({ domains: Object.fromEntries(vms), nets: { mgmt: MGMT } });
}

describe('the order of repositories', () => {
  test('is: those given, that of this host, the built-in one', async () => {
    const first = await repository('one.json', 'one', 'a', 'debian12');
    const second = await repository('two.json', 'two', 'a', 'b');
    await repository('state/repos/local.json', 'local', 'a', 'b', 'c');
    const all = openRepositories({ templateRepos: [first, second] }, resolved());
    expect(all.locations).toEqual([
      join(directory, 'one.json'),
      join(directory, 'two.json'),
      join(directory, 'state/repos/local.json'),
      'builtin',
    ]);
    const from = async (template: string) => (await all.find({ template })).repository;
    expect(await Promise.all(['a', 'b', 'c', 'debian12', 'local/a'].map(from))).toEqual([
      'one',
      'two',
      'local',
      'one',
      'local',
    ]);
  });

  test('is the same without one of this host', async () => {
    expect(openRepositories({}, resolved()).locations).toEqual(['builtin']);
  });

  test.each([
    ['', []],
    ['a.json', ['a.json']],
    ['a.json, https://example.org/b.json', ['a.json', 'https://example.org/b.json']],
    ['a.json\n/with space/b.json\n', ['a.json', '/with space/b.json']],
  ])('the variable %j names %j, and is not looked at when others are given', (value, locations) => {
    const parts = resolved({ LAGO__INIT__TEMPLATE_REPO_PATH: value });
    expect(givenRepositories({}, parts)).toEqual(locations);
    expect(givenRepositories({ templateRepos: ['c.json'] }, parts)).toEqual(['c.json']);
  });

  test('has the one found by name after those given by path', async () => {
    await repository('repos/x.json', 'ours', 'a');
    const choice = { templateRepos: ['c.json'], templateRepoName: 'ours', templateReposDir: 'repos' };
    expect(givenRepositories(choice, resolved())).toEqual(['c.json', join(directory, 'repos/x.json')]);
  });

  test('the file of this host is among those that are found by name', () => {
    expect(localRepository({ repositoriesDir: '/state/repos' })).toBe('/state/repos/local.json');
  });
});

describe("Lago's own repository", () => {
  const GONE = 'http://templates.ovirt.org/repo/repo.metadata';

  test('is gone, which is said without asking whoever has its address now', async () => {
    const attempt = openRepositories({ templateRepos: [GONE] }, resolved()).find({ template: 'el7-base' });
    await expect(attempt).rejects.toMatchObject({
      code: 'REPOSITORY_UNREACHABLE',
      message: `the template repository ${GONE} was Lago's own, and is gone`,
      hint: expect.stringContaining('LAGO__INIT__TEMPLATE_REPO_PATH'),
    });
  });

  test('harms nobody whose templates are elsewhere', async () => {
    const own = await repository('one.json', 'one', 'el7-base');
    const all = openRepositories({ templateRepos: [own, GONE] }, resolved());
    expect((await all.find({ template: 'el7-base' })).repository).toBe('one');
  });
});

describe('the catalogue', () => {
  const catalogueOf = (isRepositoryGiven: boolean, ...templates: readonly string[]) => {
    const parts = resolved();
    const repositories = openRepositories({}, parts);
    const file = parseInitFile(initFile(...templates), { file: join(directory, 'LagoInitFile') });
    const store = new TemplateStore(parts.services.paths.storeDir);
    return openCatalogue(file, { repositories, isRepositoryGiven }, store, parts.services);
  };

  test('tells the nearest built-in template for a name that Lago had', async () => {
    const answer = (await catalogueOf(true, 'el7.3-base')).lookup('el7.3-base');
    expect(answer).toMatchObject({ kind: 'unknown-template', hint: expect.stringContaining('`alma8`') });
  });

  test('tells how to name a repository when none is given, and else how to find and to make a template', async () => {
    const lookup = async (isGiven: boolean) => (await catalogueOf(isGiven, 'ours')).lookup('ours');
    expect(await lookup(false)).toMatchObject({ hint: expect.stringContaining('--template-repo-path') });
    expect(await lookup(true)).toMatchObject({ hint: expect.stringContaining('lago templates list') });
  });
});

describe('a checksum that changes between its reading and the fetching of the image', () => {
  const version: TemplateVersion = {
    repository: 'builtin',
    template: 'debian12',
    version: 'v1',
    origin: { kind: 'http', url: 'https://example.org/x' },
    hash: { algorithm: 'sha256', value: 'old' },
    metadata: {},
  };
  const renewed = { ...version, hash: { algorithm: 'sha256', value: 'new' } } as const;

  /** A store that takes only what has the hash `good`, and notes what it was asked for. */
  class PickyStore extends TemplateStore {
    readonly asked: (string | undefined)[] = [];
    readonly #good: string;
    constructor(good: string) {
      super('/nowhere');
      this.#good = good;
    }
    override async ensure({ hash }: TemplateVersion): Promise<string> {
      this.asked.push(hash?.value);
      if (hash?.value === this.#good) return '/image';
      throw new ToolError('TEMPLATE_HASH_MISMATCH', 'wrong hash');
    }
  }

  test('is asked for once more', async () => {
    const store = new PickyStore('new');
    expect(await ensureTemplate(version, store, { renew: async () => renewed }, {})).toBe('/image');
    expect(store.asked).toEqual(['old', 'new']);
  });

  test('and no more than once', async () => {
    const store = new PickyStore('newer');
    const attempt = ensureTemplate(version, store, { renew: async () => renewed }, {});
    await expect(attempt).rejects.toMatchObject({ code: 'TEMPLATE_HASH_MISMATCH' });
    expect(store.asked).toEqual(['old', 'new']);
  });

  test('is the end where asking again is no use', async () => {
    const store = new PickyStore('new');
    const attempt = ensureTemplate(version, store, { renew: async () => undefined }, {});
    await expect(attempt).rejects.toMatchObject({ code: 'TEMPLATE_HASH_MISMATCH' });
    expect(store.asked).toEqual(['old']);
  });
});

describe('lago plan', () => {
  const warnings: string[] = [];
  const plan = async (text: string, env: Record<string, string> = {}, more = {}) => {
    warnings.length = 0;
    const log = createLogger((event) => {
      if (event.kind === 'message' && event.level === 'warning') warnings.push(event.text);
    });
    await writeFile(join(directory, 'LagoInitFile'), text);
    const { plan: made } = await planInitFile({
      cwd: directory,
      stateDir: join(directory, 'state'),
      env,
      log,
      ...more,
    });
    return [...made.domains.values()].map(({ disks: [first] }) => first?.source);
  };

  test('asks no distributor for built-in templates, and writes nothing', async () => {
    await using at = await startDistributors();
    const env = { LAGO_TEMPLATE_MIRROR: at.server.url };
    const arm = { arch: 'aarch64', machine: undefined };
    const text = JSON.parse(initFile('noble', 'noble'));
    Object.assign(text.domains.vm1, arm);
    expect(await plan(JSON.stringify(text), env)).toMatchObject([
      { repository: 'builtin', template: 'ubuntu24.04', version: 'newest' },
      { repository: 'builtin', template: 'ubuntu24.04-aarch64', version: 'newest' },
    ]);
    expect(at.asked()).toEqual([]);
    expect((await readdir(directory)).sort()).toEqual(['LagoInitFile']);
  });

  test('takes other names for granted when no repository is given, and says so once', async () => {
    expect(await plan(initFile('ours', 'ours', 'el7-base'))).toMatchObject([
      { template: 'ours', version: 'newest' },
      { template: 'ours' },
      { template: 'el7-base' },
    ]);
    const granted = warnings.filter((text) => text.includes('taken for granted'));
    expect(granted).toEqual([
      'no template repository is given: the template ours is taken for granted',
      expect.stringMatching(/the template el7-base is taken for granted \(.*`alma8`\)/),
    ]);
  });

  test('refuses names that a given repository lacks, with the nearest built-in one for those of Lago', async () => {
    const templateRepos = [await repository('one.json', 'one', 'a')];
    const error = await plan(initFile('el7-base'), {}, { templateRepos }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      problems: [{ code: 'UNKNOWN_TEMPLATE', hint: expect.stringContaining('the nearest built-in one is `alma8`') }],
    });
    const slip = await plan(initFile('debain12'), {}, { templateRepos }).catch((thrown: unknown) => thrown);
    expect(slip).toMatchObject({ problems: [{ hint: 'did you mean `debian12`?' }] });
  });
});
