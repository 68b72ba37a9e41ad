import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadEnv } from '../../../src/index.ts';
import { buildPackage } from '../../support/example-project.ts';
import { PROJECT } from '../../support/markdown.ts';
import { type Sandbox, sandbox } from '../../support/sandbox.ts';
import { type Sshd, setUpSshd } from '../guest/support/sshd.ts';
import { lago, output, sandboxEnvironment } from './support.ts';

const EXAMPLE = join(PROJECT, 'fixtures/plugin-example');
const CONFIG = '.config/lago/lago.conf';

let box: Sandbox;
let sshd: Sshd;

/** Who has the one machine of the example's pool. */
function borrower(): string {
  return readFileSync(join(box.root, 'pool', sshd.address), 'utf8');
}

function configure(...plugins: readonly string[]): void {
  mkdirSync(join(box.common.cwd, '.config/lago'), { recursive: true });
  box.write(CONFIG, `[lago]\nplugins = ${plugins.join('\n  ')}\n`);
}

beforeAll(async () => {
  box = sandbox();
  sshd = await setUpSshd();
  mkdirSync(join(box.root, 'pool'));
  writeFileSync(join(box.root, 'pool', sshd.address), '');
  // As for all of the process: providers are given no environment.
  process.env.LAGO_POOL = join(box.root, 'pool');
  cpSync(EXAMPLE, join(box.common.cwd, '.config/lago/node_modules/lago-plugin-example'), { recursive: true });
  configure('lago-plugin-example');
  const borrowed = { 'vm-provider': 'borrowed', 'vm-type': 'patient' };
  box.write('LagoInitFile', JSON.stringify({ domains: { guest: borrowed } }));
});

afterAll(async () => {
  delete process.env.LAGO_POOL;
  await sshd?.[Symbol.asyncDispose]();
  expect(box.leftovers()).toEqual([]);
  box.remove();
});

it('a provider, a VM type, a verb and an output format of a package work on the command line', async () => {
  await lago(box, ['destroy', '-y']);
  await output(box, ['init']);
  sshd.letIn(readFileSync(join(box.common.cwd, '.lago/default/id_ed25519.pub'), 'utf8'));
  expect(borrower()).toBe('');
  await output(box, ['start']);
  expect(borrower()).toMatch(/^[0-9a-f]{8}-guest$/);
  expect(await output(box, ['uptime', '--whole', '-f', 'csv'])).toMatch(/^guest,\d+\n$/);
  expect(await output(box, ['status', '-f', 'csv'])).toContain('\nPrefix.VMs.guest.status,running\n');
  // The type tries three times.
  const { code, out } = await lago(box, ['shell', 'guest', 'echo', 'a shell']);
  expect([code, out]).toEqual([0, 'a shell\n']);
});

it('so does a kind of services', async () => {
  const directory = '/run/services/web';
  mkdirSync(directory, { recursive: true });
  const program = (name: string, text: string) =>
    writeFileSync(join(directory, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  program('start', `touch ${directory}/running`);
  program('stop', `rm ${directory}/running`);
  try {
    await using env = await loadEnv({ ...box.common, plugins: [EXAMPLE] });
    const service = await env.vm('guest').service('web');
    expect([service.provider, await service.state()]).toEqual(['runner', 'inactive']);
    await service.start();
    expect(await service.alive()).toBe(true);
    await service.stop();
    expect(await service.alive()).toBe(false);
    expect(await (await env.vm('guest').service('db')).exists()).toBe(false);
  } finally {
    rmSync('/run/services', { recursive: true });
  }
});

it('they are in the help', async () => {
  expect(await output(box, ['help'])).toContain('uptime [options] [VM...]');
  expect(await output(box, ['uptime', '--help'])).toContain('lago uptime --whole');
});

it('an environment knows its plugins when the configuration does not', async () => {
  rmSync(join(box.common.cwd, CONFIG));
  expect(await output(box, ['status'])).toContain('status: running');
  expect((await lago(box, ['uptime'])).code).toBe(2);
  await output(box, ['destroy', '-y']);
  expect(borrower()).toBe('');
});

it('a plugin that cannot be loaded is named, and the rest works', async () => {
  configure('./broken.js', 'lago-plugin-example');
  const { code, err } = await lago(box, ['plan']);
  expect(code).toBe(0);
  expect(err).toMatch(/warning.*the plugin \.\/broken\.js \(.*lago\.conf:2\) is left out.*Cannot find module/);
});

it('names that exist already are refused, and unknown ones are listed with their place', async () => {
  const second = join(box.common.cwd, 'second.mjs');
  writeFileSync(second, "export default () => ({ name: 'second', outputFormats: { csv: String } });");
  configure('lago-plugin-example', second);
  const clash = await lago(box, ['status']);
  expect(clash.code).toBe(2);
  expect(clash.err).toContain(
    'the plugin second brings the output format csv, but the plugin lago-plugin-example has one [PLUGIN_CLASH]',
  );
  configure();
  const { code, err } = await lago(box, ['validate']);
  expect(code).toBe(2);
  expect(err).toMatch(/LagoInitFile:1:\d+.*there is no VM provider `borrowed`; there are local-libvirt, ssh/);
  expect(err).toMatch(/LagoInitFile:1:\d+.*there is no VM type `patient`; there are default/);
});

it('an init file cannot bring a plugin', async () => {
  const marker = join(box.root, 'ran');
  const plugin = box.write('evil.mjs', `import { writeFileSync } from 'node:fs'; writeFileSync('${marker}', '');`);
  box.write('Evil', JSON.stringify({ plugins: [plugin], domains: { guest: { 'vm-provider': plugin } } }));
  expect((await lago(box, ['init', 'Evil'])).err).toContain('there is no VM provider');
  expect(() => readFileSync(marker)).toThrow('ENOENT');
});

it('the bundled command line loads a package that uses definePlugin of the same one', async () => {
  const built = buildPackage();
  try {
    const modules = join(box.root, 'site/node_modules');
    mkdirSync(join(modules, 'lago-plugin-typed'), { recursive: true });
    symlinkSync(built.directory, join(modules, 'lago-action'));
    writeFileSync(join(modules, 'lago-plugin-typed/package.json'), '{ "type": "module", "exports": "./index.js" }');
    writeFileSync(
      join(modules, 'lago-plugin-typed/index.js'),
      `import { definePlugin, Vm } from 'lago-action';
const run = async ({ write }) => void write('hello\\n');
const hello = { name: 'hello', summary: 'Say hello', example: 'hello', run };
export default definePlugin((lago) => ({ name: 'typed', vmTypes: { same: class extends Vm {} }, verbs: [hello] }));
`,
    );
    const env = { ...sandboxEnvironment(box), LAGO_PLUGINS: 'lago-plugin-typed', HOME: box.root };
    const call = [join(modules, 'lago-action/dist/cli.js'), 'hello'];
    const { stdout, stderr } = spawnSync(process.execPath, call, {
      cwd: join(box.root, 'site'),
      env,
      encoding: 'utf8',
    });
    expect([stdout, stderr]).toEqual(['hello\n', '']);
  } finally {
    built.remove();
  }
});
