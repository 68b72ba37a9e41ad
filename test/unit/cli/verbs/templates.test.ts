import { describe, expect, it } from 'vitest';
import type { Sdk } from '../../../../src/cli/sdk.ts';
import { lago } from '../support.ts';

const LAST_USED = new Date('2026-11-01T00:00:00Z');
const STORED = {
  ...{ version: 'v1', id: 'lab:debian12:v1', path: '/s/lab:debian12:v1', size: 5, verified: true },
  lastUsed: LAST_USED,
};
const LISTED = [
  { template: 'debian12', repository: 'lab', location: '/r', aliases: [], versions: ['v2', 'v1'], stored: [STORED] },
  { template: 'debian12', repository: 'far', aliases: ['d'], versions: ['v1'], stored: [], hiddenBy: 'lab' },
];

/** Options that the SDK got, without those that every call has. */
const own = (options: object) => {
  const common = ['log', 'signal', 'cwd', 'env'];
  return Object.fromEntries(Object.entries(options).filter(([key]) => !common.includes(key)));
};

async function call(argv: string, sdk: Partial<Sdk>, more: object = {}) {
  const { code, out, err } = await lago(argv.split(' '), { sdk, cwd: '/work', ...more });
  return { code, out, err };
}

describe('lago templates list', () => {
  const listTemplates = async () => LISTED;

  it('shows the newest versions, and whether they are in the store', async () => {
    const { out } = await call('-f json templates list', { listTemplates });
    expect(JSON.parse(out)).toEqual([
      { name: 'lab/debian12', aliases: '', version: 'v2', stored: false, size: null, hidden_by: null },
      { name: 'far/debian12', aliases: 'd', version: 'v1', stored: false, size: null, hidden_by: 'lab' },
    ]);
  });

  it('is a table for people, without what is only for other architectures', async () => {
    const builtin = { repository: 'builtin', location: 'built-in', aliases: ['bookworm'], versions: [], stored: [] };
    const arm = { ...STORED, id: 'builtin:b-aarch64:v1' };
    const all = [
      ...LISTED.map((listing) => ({ ...listing, versions: ['v1'] })),
      ...['a', 'a-aarch64', 'b', 'only-aarch64'].map((template) => ({ ...builtin, template })),
      { ...builtin, template: 'b-aarch64', versions: ['v1'], stored: [arm] },
    ];
    const { out } = await call('templates list', { listTemplates: async () => all });
    expect(out.split('\n')).toEqual([
      'name                  version  stored   other names',
      'lab/debian12          v1       5 bytes  -',
      'far/debian12          v1       -        hidden by lab',
      'builtin/a             -        -        bookworm',
      'builtin/b             -        -        bookworm',
      'builtin/only-aarch64  -        -        bookworm',
      'builtin/b-aarch64     v1       5 bytes  bookworm',
      '',
    ]);
    expect(JSON.parse((await call('-f json templates list', { listTemplates: async () => all })).out)).toHaveLength(7);
  });

  it('shows all versions', async () => {
    const { out } = await call('-f json templates list --versions', { listTemplates });
    expect(JSON.parse(out)[0].versions).toEqual([
      { version: 'v2', stored: false, size: null },
      { version: 'v1', stored: true, size: 5 },
    ]);
    expect((await call('templates list --versions', { listTemplates })).out.split('\n')).toEqual([
      'name          version  stored   other names',
      'lab/debian12  v2       -        -',
      'lab/debian12  v1       5 bytes  -',
      'far/debian12  v1       -        hidden by lab',
      '',
    ]);
  });

  it('shows what is stored, in all formats', async () => {
    expect((await call('-f flat templates list --stored', { listTemplates })).out).toContain(
      'lab:debian12:v1/last_used: 2026-11-01T00:00:00.000Z\n',
    );
    expect((await call('templates list --stored', { listTemplates })).out).toBe(
      [
        'id               size     last used          verified',
        'lab:debian12:v1  5 bytes  2026-11-01 00:00Z  yes\n',
      ].join('\n'),
    );
  });

  it('asks the repositories of init, and the one that the configuration has', async () => {
    const asked: object[] = [];
    const sdk = {
      listTemplates: async (options: object = {}) => {
        asked.push(own(options));
        return [];
      },
    };
    await call('templates list --template-repo-path a --template-repo-path b', sdk);
    await call('templates list', sdk, { env: { LAGO__INIT__TEMPLATE_REPO_PATH: '/conf' } });
    expect(asked).toEqual([
      { templateRepos: ['a', 'b'], stored: false },
      { templateRepos: ['/conf'], stored: false },
    ]);
  });
});

describe('lago templates pull', () => {
  it('takes names and an init file', async () => {
    let asked: object = {};
    const pullTemplates: Sdk['pullTemplates'] = async (options) => {
      asked = own(options);
      return [{ id: 'lab:debian12:v1', path: '/s/x', size: 5, fetched: true }];
    };
    const { out } = await call('-f json templates pull debian12 micro:v1 --init-file sub/Lago', { pullTemplates });
    expect(asked).toEqual({ templates: ['debian12', 'micro:v1'], initFile: '/work/sub/Lago' });
    expect(JSON.parse(out)).toEqual([{ id: 'lab:debian12:v1', path: '/s/x', size: 5, fetched: true }]);
    expect((await call('templates pull debian12', { pullTemplates })).out).toBe(
      'id               size     fetched\nlab:debian12:v1  5 bytes  yes\n',
    );
  });

  it('needs something to bring', async () => {
    expect(await call('templates pull', {})).toMatchObject({ code: 2, err: expect.stringContaining('--init-file') });
  });
});

describe('lago templates verify', () => {
  const verifyTemplates: Sdk['verifyTemplates'] = async () => [
    { id: 'a:b:c', state: 'good' },
    { id: 'a:b:d', state: 'broken', reason: 'its SHA-256 is x', usedBy: ['5f0c'] },
    { id: 'a:b:e', state: 'repaired', reason: 'its SHA-256 is y' },
  ];

  it('names what is broken, and fails', async () => {
    const { code, out, err } = await call('-f json templates verify', { verifyTemplates });
    expect(code).toBe(1);
    expect(err).toContain('a:b:d is broken: its SHA-256 is x; used by 5f0c');
    expect(err).toContain('a:b:e was broken (its SHA-256 is y), and was fetched anew');
    expect(JSON.parse(out)[1]).toEqual({ id: 'a:b:d', state: 'broken', reason: 'its SHA-256 is x', used_by: ['5f0c'] });
  });

  it('succeeds when all is good', async () => {
    expect((await call('templates verify', { verifyTemplates: async () => [] })).code).toBe(0);
  });
});

describe('lago templates prune', () => {
  it.each([
    ['--older-than 30d', { olderThan: 2_592_000, unused: false, dryRun: false }],
    ['--max-size 20GiB', { maxSize: 20 * 2 ** 30, unused: false, dryRun: false }],
    ['--max-size 1.5k --unused --dry-run', { maxSize: 1536, unused: true, dryRun: true }],
  ])('%s', async (argv, expected) => {
    let asked: object = {};
    const pruneTemplates: Sdk['pruneTemplates'] = async (options = {}) => {
      asked = own(options);
      const removed = [{ id: 'a:b:c', size: 5, lastUsed: LAST_USED }];
      const kept = [{ id: 'a:b:d', size: 5, lastUsed: LAST_USED, reason: 'there are disks over it: 5f0c' }];
      return { removed, kept, swept: ['a:b:e'], freed: 7, left: 5 };
    };
    const { code, out, err } = await call(`-f json templates prune ${argv}`, { pruneTemplates });
    expect(asked).toEqual(expected);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual([{ id: 'a:b:c', size: 5, last_used: LAST_USED.toISOString() }]);
    expect(err).toContain('a:b:d stays: there are disks over it: 5f0c');
    expect(err).toContain(
      'removed what was left of a:b:e'.replace('removed', argv.includes('dry') ? 'remove' : 'removed'),
    );
  });

  it('tells to prune layers first', async () => {
    const reason = 'there are disks over it: layer 7c0b5588b06b';
    const kept = [{ id: 'a:b:d', size: 5, lastUsed: LAST_USED, reason }];
    const pruneTemplates: Sdk['pruneTemplates'] = async () => ({ removed: [], kept, swept: [], freed: 0, left: 5 });
    const { err } = await call('templates prune --unused', { pruneTemplates });
    expect(err).toContain(`a:b:d stays: ${reason}\n`);
    expect(err).toContain('`lago layers prune` comes first');
  });

  it.each(['20 GiB', 'big', '-1', '1X'])('refuses the size %j', async (size) => {
    const { code, err } = await lago(['templates', 'prune', `--max-size=${size}`]);
    expect(code).toBe(2);
    expect(err).toContain('expected a size, such as 500M or 20GiB');
  });
});

describe('lago templates add', () => {
  it('takes metadata and a hash', async () => {
    let asked: object = {};
    const addTemplate: Sdk['addTemplate'] = async (options) => {
      asked = own(options);
      return { id: 'local:own:v1', path: '/s/own', size: 5, fetched: true };
    };
    const line = 'templates add own ./a.qcow2 --metadata distro=el9 --metadata x=a=b --hash abcd --template-version v7';
    const { out } = await call(`-f json ${line}`, { addTemplate });
    const metadata = { distro: 'el9', x: 'a=b' };
    expect(asked).toEqual({ name: 'own', image: './a.qcow2', version: 'v7', hash: 'abcd', metadata });
    expect(JSON.parse(out)).toEqual([{ id: 'local:own:v1', path: '/s/own', size: 5 }]);
    expect((await call(line, { addTemplate })).out).toMatch(/^id .*\nlocal:own:v1 {2}5 bytes\n$/);
  });

  it('refuses metadata without a value', async () => {
    expect((await call('templates add own a --metadata distro', {})).err).toContain('"distro" is not KEY=VALUE');
  });
});
