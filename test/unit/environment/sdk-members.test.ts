import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addStreamLogger,
  createLogger,
  type Environment,
  type InitOptions,
  init,
  type LogEvent,
  loadEnv,
  Net,
} from '../../../src/index.ts';
import { found, planOf } from '../../support/plan.ts';
import { startServer, type TestServer, USER_KEY } from '../guest/support/ssh-server.ts';

let root: string;
let server: TestServer;
let env: Environment;
const events: LogEvent[] = [];

/** Options for one call, which makes an environment with one machine: an SSH server in this process. */
function options(prefixName: string): InitOptions {
  return {
    prefixName,
    cwd: join(root, 'work'),
    stateDir: join(root, 'state'),
    env: {},
    log: createLogger((event) => events.push(event)),
  };
}

const warnings = () =>
  events.flatMap((event) => (event.kind === 'message' && event.level === 'warning' ? [event.text] : []));

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lago-sdk-'));
  await mkdir(join(root, 'work'));
  await mkdir(join(root, 'guest/dir'), { recursive: true });
  await writeFile(join(root, 'guest/dir/file'), 'from the guest');
  await writeFile(join(root, 'work/key'), USER_KEY.privateKey, { mode: 0o600 });
  server = await startServer({ cwd: join(root, 'guest') });
  const host = {
    'vm-provider': 'ssh',
    ...{ address: '127.0.0.1', 'ssh-port': server.port, 'ssh-key': 'key', 'ssh-user': 'root' },
  };
  await writeFile(join(root, 'work/LagoInitFile'), JSON.stringify({ domains: { host } }));
  const { 'ssh-user': _user, ...open } = host;
  await writeFile(join(root, 'work/OpenFile'), JSON.stringify({ domains: { host: open } }));
  env = await init(options('one'));
});

afterAll(async () => {
  await env?.destroy();
  await server?.[Symbol.asyncDispose]();
  await rm(root, { recursive: true, force: true });
});

describe('a copy from a guest', () => {
  it('says that it was made', async () => {
    expect(await env.vm('host').copyFrom('dir', join(root, 'copy'))).toBe(true);
    expect(readFileSync(join(root, 'copy/file'), 'utf8')).toBe('from the guest');
  });

  it('that fails is an error, or with `check: false` a warning', async () => {
    const vm = env.vm('host');
    await expect(vm.copyFrom('nothing', join(root, 'no'))).rejects.toMatchObject({ code: 'GUEST_PATH_MISSING' });
    expect(warnings()).toEqual([]);
    expect(await vm.copyFrom('nothing', join(root, 'no'), { check: false })).toBe(false);
    expect(warnings()).toEqual([expect.stringMatching(/host: nothing does not exist/)]);
    expect(existsSync(join(root, 'no'))).toBe(false);
  });

  it('takes no directory without `recursive`, which is a mistake in any case', async () => {
    const copy = env.vm('host').copyFrom('dir', join(root, 'no'), { recursive: false, check: false });
    await expect(copy).rejects.toMatchObject({ code: 'IS_DIRECTORY' });
  });

  it('takes no more than `maxBytes`', async () => {
    const copy = env.vm('host').copyFrom('dir', join(root, 'no'), { maxBytes: 3 });
    await expect(copy).rejects.toMatchObject({ code: 'TRANSFER_TOO_LARGE' });
  });
});

describe('a copy into a guest', () => {
  it('is made with all that is in a directory, unless `recursive` is off', async () => {
    await mkdir(join(root, 'work/tree'));
    await writeFile(join(root, 'work/tree/file'), 'x');
    const progress: number[] = [];
    await env.vm('host').copyTo(join(root, 'work/tree'), 'tree', { onProgress: ({ bytes }) => progress.push(bytes) });
    expect(readFileSync(join(root, 'guest/tree/file'), 'utf8')).toBe('x');
    expect(progress.at(-1)).toBe(1);
    const copy = env.vm('host').copyTo(join(root, 'work/tree'), 'flat', { recursive: false });
    await expect(copy).rejects.toMatchObject({ code: 'IS_DIRECTORY' });
    expect(existsSync(join(root, 'guest/flat'))).toBe(false);
  });
});

it('a spec is saved in the prefix, or where the caller says, for its owner', async () => {
  const vm = env.vm('host');
  for (const file of [join(env.paths.virt, 'vm-host'), join(root, 'spec')]) {
    await rm(file, { force: true });
    await (file.startsWith(env.paths.virt) ? vm.save() : vm.save(file));
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(vm.spec);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  }
});

it('disks are exported by `exportVms`, of this machine only', async () => {
  await expect(env.vm('host').exportDisks({ directory: join(root, 'out') })).rejects.toMatchObject({
    code: 'OPERATION_UNSUPPORTED',
    message: expect.stringContaining('host'),
  });
  expect(existsSync(join(root, 'out'))).toBe(false);
});

it('options of one `init` do not stay for others, before, after or at the same time', async () => {
  const strange: Partial<InitOptions> = {
    defaults: { sshUser: 'strange', rootPassword: 'strange-password' },
    setCurrent: true,
    log: createLogger(),
  };
  const made = await Promise.all(
    [{}, strange, {}].map((more, index) => init({ ...options(`o${index}`), initFile: 'OpenFile', ...more })),
  );
  made.push(await init({ ...options('o3'), initFile: 'OpenFile' }));
  try {
    const users = made.map((one) => one.vm('host').spec['ssh-user']);
    expect(users).toEqual(['root', 'strange', 'root', 'root']);
    expect(made.map((one) => one.vm('host').rootPassword())).toEqual([
      undefined,
      'strange-password',
      undefined,
      undefined,
    ]);
  } finally {
    for (const one of made) await one.destroy();
  }
});

it('files that have passwords are for their owner, logs and records too', async () => {
  const defaults = { sshPassword: 'of-all-machines', rootPassword: 'of-their-root' };
  const one = await init({ ...options('secret'), initFile: 'OpenFile', defaults });
  try {
    await one.vm('host').save();
    await (await loadEnv(options('secret'))).stop();
    const files = await readdir(root, { recursive: true, withFileTypes: true });
    const texts = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
    const open = texts.filter((file) => (statSync(file).mode & 0o077) !== 0);
    const secret = /of-all-machines|of-their-root/;
    expect(open.filter((file) => secret.test(readFileSync(file, 'utf8')))).toEqual([]);
    const withSecrets = texts.filter((file) => secret.test(readFileSync(file, 'utf8')));
    expect(withSecrets).toEqual(expect.arrayContaining([one.paths.plan, join(one.paths.virt, 'vm-host')]));
    expect(texts.filter((file) => !open.includes(file))).toEqual(
      expect.arrayContaining([one.paths.logFile, one.paths.privateKey]),
    );
  } finally {
    await one.destroy();
  }
});

it('a spec of a network is saved in the prefix, or where the caller says', async () => {
  const plan = planOf({ domains: {}, nets: { mgmt: { type: 'nat', mtu: 9000 } } }).nets.get('mgmt');
  const unused = async () => undefined;
  const specFile = join(root, 'net-mgmt');
  const net = new Net({
    ...{ plan: () => found(plan), alive: async () => false, start: unused, stop: unused, addMappings: unused },
    specFile,
  });
  await net.save();
  await net.save(join(root, 'net-copy'));
  for (const file of [specFile, join(root, 'net-copy')]) {
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(net.spec);
  }
  expect(net.spec).toMatchObject({ type: 'nat', mtu: 9000 });
});

describe('addStreamLogger', () => {
  it('shows what any environment does, open ones included, until it is taken away', async () => {
    const lines: string[] = [];
    const remove = addStreamLogger('debug', { write: (line) => lines.push(line) });
    try {
      await env.vm('host').copyFrom('dir', join(root, 'seen'));
      expect(lines).toContainEqual(expect.stringMatching(/^\d{4}-.*Z debug .*copy host:dir to .*\n$/));
      lines.length = 0;
      await (await loadEnv(options('one'))).stop();
      expect(lines).toContainEqual(expect.stringMatching(/^\d{4}-.*Z info .*Stop environment: started\n$/));
    } finally {
      remove();
    }
    lines.length = 0;
    await env.vm('host').copyFrom('dir', join(root, 'unseen'));
    expect(lines).toEqual([]);
  });

  it('shows what is as important as wanted, or more', async () => {
    const lines: string[] = [];
    const remove = addStreamLogger('warning', { write: (line) => lines.push(line) });
    try {
      await env.vm('host').copyFrom('none', join(root, 'no'), { check: false });
      expect(lines).toEqual([expect.stringMatching(/ warning .*none does not exist/)]);
    } finally {
      remove();
    }
  });
});
