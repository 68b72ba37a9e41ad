import { describe, expect, it } from 'vitest';
import type { InitOptions } from '../../../../src/cli/sdk.ts';
import { type CallOptions, FakeEnvironment, lago } from '../support.ts';

/** Runs `lago init` and gives what the SDK was asked for, without what every call has. */
async function init(argv: readonly string[], options: CallOptions = {}) {
  const env = new FakeEnvironment();
  let given: InitOptions | undefined;
  const result = await lago(['init', ...argv], {
    cwd: '/srv',
    ...options,
    sdk: {
      init: async (value) => {
        given = value;
        return env;
      },
    },
  });
  const { log: _log, signal: _signal, env: _env, cwd: _cwd, ...asked } = given ?? {};
  return { ...result, asked, called: given !== undefined, env };
}

const DEFAULTS = {
  frozen: false,
  setCurrent: false,
  skipBootstrap: false,
  skipBuild: false,
  noCache: false,
  strict: false,
};

describe('lago init', () => {
  it('leaves everything to the SDK without arguments', async () => {
    const { code, out, err, asked, env } = await init([]);
    expect(asked).toEqual(DEFAULTS);
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err).toBe('the environment is ready to start: /srv/t/.lago/default\n');
    expect(env.closed).toBe(1);
  });

  it('takes one argument for the init file', async () => {
    expect((await init(['tests/Env'])).asked).toEqual({ ...DEFAULTS, initFile: '/srv/tests/Env' });
  });

  it('takes two arguments for workdir and init file', async () => {
    expect((await init(['work', 'Env'])).asked).toEqual({ ...DEFAULTS, workdir: 'work', initFile: '/srv/Env' });
  });

  it.each([
    [['-w', 'w'], {}, 'w'],
    [[], { LAGO_WORKDIR: '/job' }, '/job'],
    [['-w', 'w'], { LAGO_WORKDIR: '/job' }, 'w'],
    [['arg', 'Env', '-w', 'w'], {}, 'arg'],
    [[], { LAGO_WORKDIR_PATH: '/exported' }, undefined],
  ])('finds the workdir: %j %j', async (argv, env, workdir) => {
    expect((await init(argv, { env })).asked.workdir).toBe(workdir);
  });

  it('passes its options on', async () => {
    const argv = [
      ...['--template-repo-path', 'a.json', '--template-repo-path', 'https://b/c.json', '--template-store', '/store'],
      ...['--strict', '--frozen', '--set-current', '--skip-bootstrap', '--skip-build', '--no-cache'],
      ...['--allow-host-path', '/a'],
      ...['--allow-host-path=/b', '--allow-variable', 'V', '--acceleration', 'tcg', '--expires-in', '2h', '-P', 'mine'],
    ];
    expect((await init(argv)).asked).toEqual({
      templateRepos: ['a.json', 'https://b/c.json'],
      templateStore: '/store',
      strict: true,
      frozen: true,
      setCurrent: true,
      skipBootstrap: true,
      skipBuild: true,
      noCache: true,
      allowHostPaths: ['/a', '/b'],
      allowedVariables: ['V'],
      acceleration: 'tcg',
      expiresIn: 7200,
      prefixName: 'mine',
    });
  });

  it('passes the options of every verb on', async () => {
    const argv = ['--libvirt_url', 'test:///default', '--lease_dir', '/leases', '--state-dir', '/state'];
    expect((await init(argv)).asked).toMatchObject({
      libvirtUrl: 'test:///default',
      leaseDir: '/leases',
      stateDir: '/state',
    });
  });

  it('takes `current` for the default name, as Lago does', async () => {
    expect((await init(['-P', 'current'])).asked).toEqual(DEFAULTS);
  });

  it('takes defaults from the environment', async () => {
    const env = {
      LAGO__INIT__TEMPLATE_REPO_PATH: 'r.json',
      LAGO__INIT__SKIP_BUILD: 'yes',
      LAGO_LIBVIRT_URL: 'test:///x',
    };
    expect((await init([], { env })).asked).toEqual({
      ...DEFAULTS,
      templateRepos: ['r.json'],
      skipBuild: true,
      libvirtUrl: 'test:///x',
    });
  });

  it.each([
    [['--template-repo-name', 'x'], {}, { templateRepoName: 'x' }],
    [
      ['--template-repo-name', 'x', '--template-repo-path', 'r.json'],
      {},
      { templateRepoName: 'x', templateRepos: ['r.json'] },
    ],
    [['--template-repo-name', 'x'], { LAGO__INIT__TEMPLATE_REPO_PATH: 'c.json' }, { templateRepoName: 'x' }],
    [[], { LAGO__INIT__TEMPLATE_REPO_NAME: 'x', LAGO__INIT__TEMPLATE_REPOS: '/repos' }, { templateReposDir: '/repos' }],
  ])('passes a repository by name on, which no configured path shadows (Lago D26): %j %j', async (argv, env, expected) => {
    const { asked } = await init(argv, { env });
    expect(asked).toEqual({ ...DEFAULTS, templateRepoName: 'x', ...expected });
  });

  it('passes on what machines get by default', async () => {
    const argv = ['--ssh-user', 'lago', '--default_vm_type', 't', '--default_vm_provider', 'p'];
    const env = { LAGO_SSH_PASSWORD: 'secret1', LAGO_ROOT_PASSWORD: 'secret2' };
    const { asked, err } = await init(argv, { env });
    expect(asked.defaults).toEqual({
      sshUser: 'lago',
      sshPassword: 'secret1',
      rootPassword: 'secret2',
      vmType: 't',
      vmProvider: 'p',
    });
    expect(err).not.toContain('warning');
  });

  it('passes on how libvirt and SSH are reached (Lago D27)', async () => {
    const argv = ['--ssh-tries', '5', '--ssh-timeout', '3', '--libvirt-user', 'u'];
    const { asked } = await init(argv, { env: { LAGO_LIBVIRT_PASSWORD: 'secret' } });
    expect(asked).toMatchObject({
      ssh: { tries: 5, timeout: 3 },
      libvirtAuth: { username: 'u', password: 'secret' },
    });
    expect((await init([], { env: { LAGO_LIBVIRT_USERNAME: 'v', LAGO_LIBVIRT_PASSWORD: 's' } })).asked).toMatchObject({
      libvirtAuth: { username: 'v', password: 's' },
    });
  });

  it('takes the root password under its option, too (Lago D27)', async () => {
    const { asked, err } = await init(['--default_root_password', 'hush-hush']);
    expect(asked.defaults).toEqual({ rootPassword: 'hush-hush' });
    expect(err).toContain('warning: --default_root_password: others on this host can read command lines');
    expect(err).toContain('LAGO_DEFAULT_ROOT_PASSWORD');
    expect(err).not.toContain('hush-hush');
  });

  it('says that --reposync-dir does nothing', async () => {
    const { code, err } = await init(['--reposync-dir', '/x']);
    expect(code).toBe(0);
    expect(err).toContain('warning: --reposync-dir has no effect');
    expect((await init([], { env: { LAGO_REPOSYNC_DIR: '/x' } })).err).not.toContain('reposync');
  });

  it('refuses one half of the libvirt credentials', async () => {
    const { code, err } = await init(['--libvirt-user', 'u']);
    expect(code).toBe(2);
    expect(err).toContain('only make sense together');
  });

  it.each([
    [['a', 'b', 'c'], 'too many arguments'],
    [['--acceleration', 'warp'], '--acceleration: "warp" is not possible: expected one of auto, kvm, tcg'],
    [['--expires-in', 'never'], '--expires-in: "never" is not possible'],
    [['--template-repo-path', ''], '--template-repo-path: "" is not possible'],
  ])('refuses %j', async (argv, message) => {
    const { code, err, called } = await init(argv);
    expect({ code, called }).toEqual({ code: 2, called: false });
    expect(err).toContain(message);
  });
});
