import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BuildRun, LayerStep } from '../../../src/disks/layers/types.ts';
import { guestfsBuilder, PREPARATION } from '../../../src/disks/provision/customize-builder.ts';
import { domainPlan } from './domain-plan.ts';
import { buildRun, customize, diskPlan } from './layers/support.ts';

const arch = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
const { PATH } = process.env;
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lago-customize-'));
  for (const name of ['virt-customize', 'virt-sysprep']) {
    const script = join(directory, name);
    // One argument a line, and what a file of ours says that is there only meanwhile.
    const body = `printf '%s\\n' ${name} "$@" --end >>${directory}/calls; cat ${directory}/.key.* >>${directory}/keys 2>/dev/null`;
    writeFileSync(script, `#!/bin/sh\n${body}\nexit 0\n`);
    chmodSync(script, 0o755);
  }
  process.env.PATH = [directory, PATH].join(delimiter);
});
afterEach(() => {
  process.env.PATH = PATH;
  rmSync(directory, { recursive: true });
});

/** The calls that steps make, as one line each, without the disk. */
async function callsOf(steps: readonly LayerStep[], more: Partial<BuildRun> = {}): Promise<string[]> {
  const file = join(directory, 'layer.tmp');
  await guestfsBuilder.run(steps, buildRun({ file, arch, cwd: directory, ...more }));
  const calls = readFileSync(join(directory, 'calls'), 'utf8').split('\n--end\n').slice(0, -1);
  return calls.map((call) =>
    call
      .split('\n')
      .join(' ')
      .replace(`--format qcow2 -a ${more.file ?? file} `, ''),
  );
}
const step = (builder: string): LayerStep => ({ builder, options: {} });
const FORGET = '--run-command if [ -s /etc/machine-id ]; then : >/etc/machine-id; fi';

describe('run', () => {
  it('carries out many entries in one call, and leaves no machine id in a layer', async () => {
    const steps = [customize({ install: ['vim'] }), customize({ update: '', write: '/a:b' }, 2)];
    expect(await callsOf(steps)).toEqual([`virt-customize --install=vim --update --write=/a:b ${FORGET}`]);
  });

  it('gives options to the program as they are, whatever a shell would make of them (D1)', async () => {
    const text = '/a b:$(touch ran) `touch ran`; "x" \'y\' | touch ran & $PATH';
    expect(await callsOf([customize({ write: text, 'run-command': 'echo "$HOME"' })])).toEqual([
      `virt-customize --write=${text} --run-command=echo "$HOME" ${FORGET}`,
    ]);
    expect(readdirSync(directory)).not.toContain('ran');
  });

  it('tells which entry it is at, and when it is at none', async () => {
    const lines = ['Examining the guest ...', 'Installing packages: vim', 'Running: make', 'SELinux relabelling'];
    const body = lines.map((line, index) => `echo '[   ${index}.0] ${line}'`).join('\n');
    writeFileSync(join(directory, 'virt-customize'), `#!/bin/sh\n${body}\n`);
    const seen: (number | undefined)[] = [];
    const steps = [customize({ install: 'vim' }), customize({ 'run-command': 'make' }, 2)];
    const reached = (step: LayerStep | undefined) => seen.push(step?.entry);
    await guestfsBuilder.run(steps, buildRun({ file: join(directory, 'x.tmp'), arch, cwd: directory, reached }));
    expect(seen).toEqual([1, 2, undefined]);
  });

  it('keeps entries apart whose options hold for a whole call', async () => {
    const steps = [
      customize({ update: '' }),
      customize({ write: '/a:b', 'no-network': '' }),
      customize({ touch: '/c' }),
    ];
    expect(await callsOf(steps)).toEqual([
      'virt-customize --update',
      'virt-customize --write=/a:b --no-network',
      `virt-customize --touch=/c ${FORGET}`,
    ]);
  });

  it('leaves a machine id alone that an entry writes', async () => {
    expect(await callsOf([customize({ write: '/etc/machine-id:x' })])).toEqual([
      'virt-customize --write=/etc/machine-id:x',
    ]);
  });

  it('leaves a machine id alone that an earlier entry wrote in another call', async () => {
    const steps = [customize({ write: '/etc/machine-id:x' }), customize({ touch: '/c', 'no-network': '' }, 2)];
    expect(await callsOf(steps)).toEqual([
      'virt-customize --write=/etc/machine-id:x',
      'virt-customize --touch=/c --no-network',
    ]);
  });

  it.each([
    ['leaves a machine id alone that is in the layer below', 2, 'virt-customize --touch=/c'],
    ['does not heed what only later entries do', 1, `virt-customize --touch=/c ${FORGET}`],
  ])('%s', async (_, entry, call) => {
    const options = { write: '/etc/machine-id:x' };
    const build = [{ touch: '/c' }, { touch: '/c' }].map((touch) => ({ builder: 'virt-customize', options: touch }));
    build.splice(entry === 2 ? 0 : 1, 1, { builder: 'virt-customize', options: { ...options, touch: '' } });
    expect(await callsOf([customize({ touch: '/c' }, entry)], { disk: diskPlan({ build }) })).toEqual([call]);
  });

  it('runs no command of a guest that the host cannot run', async () => {
    expect(await callsOf([customize({ touch: '/a' })], { arch: arch === 'x86_64' ? 'aarch64' : 'x86_64' })).toEqual([
      'virt-customize --touch=/a',
    ]);
  });

  it('prepares for all machines and builds in one call, with the network that builds have', async () => {
    const domain = domainPlan({ distro: 'debian12', rootPassword: 'geheim' });
    const [call = '', ...others] = await callsOf([step(PREPARATION.shared), customize({ install: 'vim' })], { domain });
    expect(others).toEqual([]);
    expect(call).toMatch(/^virt-sysprep --network --run-command .* --selinux-relabel --install=vim /);
    expect(call).not.toMatch(/hostname|ssh-inject|password|geheim|54:52/);
  });

  it('prepares one machine last, by what it alone has, and takes the files for that away again', async () => {
    const file = join(directory, 'web_root.qcow2');
    const build = [{ builder: 'virt-customize', options: { hostname: 'mine' } }];
    const disk = diskPlan({ path: file, build });
    const steps = [step(PREPARATION.own), customize({ 'ssh-inject': '' })];
    const [call = '', ...others] = await callsOf(steps, { file, disk, publicKey: 'ssh-ed25519 OURS' });
    expect(others).toEqual([]);
    expect(call).toMatch(
      /^virt-customize --ssh-inject root:file:\S+ --selinux-relabel --ssh-inject=root:file:\/prefix/,
    );
    expect(readFileSync(join(directory, 'keys'), 'utf8')).toBe('ssh-ed25519 OURS\n');
    expect(readdirSync(directory).filter((name) => name.startsWith('.key'))).toEqual([]);
  });

  it('writes nothing of an environment beside a layer', async () => {
    await callsOf([step(PREPARATION.shared), customize({ touch: '/a' })]);
    expect(readFileSync(join(directory, 'keys'), 'utf8')).toBe('');
  });
});

describe('entries', () => {
  const { describe: shown, isSecret, isShareable, split } = guestfsBuilder;

  it('are shown to people without what may be secret', () => {
    const options = {
      install: ['vim', 'git'],
      'run-command': ['echo TOKEN', 'x'],
      write: '/etc/token:TOKEN',
      update: '',
    };
    expect(shown(customize({ ...options, 'root-password': 'password:TOKEN' }))).toBe(
      'install vim,git; run-command (2); write; update; root-password',
    );
  });

  it('keep passwords on this host', () => {
    expect(isSecret?.(customize({ password: 'a:password:b' }))).toBe(true);
    expect(isSecret?.(customize({ 'password-crypto': 'sha512', install: 'vim' }))).toBe(false);
  });

  it('take the key of an environment apart from what can be shared', () => {
    expect(split?.(customize({ 'ssh-inject': '' }))).toEqual({ own: customize({ 'ssh-inject': '' }) });
    expect(split?.(customize({ install: 'vim', 'ssh-inject': null }))).toEqual({
      shared: customize({ install: 'vim' }),
      own: customize({ 'ssh-inject': null }),
    });
    const given = customize({ 'ssh-inject': 'root:string:KEY' });
    expect(split?.(given)).toEqual({ shared: given });
  });

  it("take a key of the user who builds apart, which is a stranger's for others", () => {
    for (const user of ['root', 'root:']) {
      expect(split?.(customize({ 'ssh-inject': user }))).toEqual({ own: customize({ 'ssh-inject': user }) });
    }
    expect(split?.(customize({ touch: '/a', 'ssh-inject': ['root', 'bob:string:KEY'] }))).toEqual({
      shared: customize({ touch: '/a', 'ssh-inject': ['bob:string:KEY'] }),
      own: customize({ 'ssh-inject': ['root'] }),
    });
  });

  it('take random passwords apart, which would be the same for all', () => {
    for (const value of ['random', 'locked:random', 'lock:random']) {
      expect(split?.(customize({ 'root-password': value }))).toEqual({ own: customize({ 'root-password': value }) });
    }
    const crypto = { 'password-crypto': 'sha256' };
    expect(split?.(customize({ password: 'bob:random', ...crypto }))).toEqual({
      own: customize({ password: 'bob:random', ...crypto }),
    });
    expect(split?.(customize({ password: ['a:locked:random', 'random:password:x'], ...crypto }))).toEqual({
      shared: customize({ password: ['random:password:x'], ...crypto }),
      own: customize({ password: ['a:locked:random'], ...crypto }),
    });
    for (const value of ['password:random', 'locked', 'disabled', 'locked:disabled', 'file:random']) {
      const given = customize({ 'root-password': value });
      expect(split?.(given)).toEqual({ shared: given });
    }
  });

  it('take with them what the whole call is told, and leave no step that does nothing', () => {
    const whole = { 'no-selinux-relabel': true, memsize: 2048, 'no-network': '' };
    expect(split?.(customize({ 'root-password': 'random', ...whole }))).toEqual({
      own: customize({ 'root-password': 'random', 'no-selinux-relabel': true }),
    });
    expect(split?.(customize({ touch: '/a', 'ssh-inject': '', ...whole }))).toEqual({
      shared: customize({ touch: '/a', ...whole }),
      own: customize({ 'ssh-inject': '', 'no-selinux-relabel': true }),
    });
  });

  it('leave out a random password that a later one of the same user takes the place of', () => {
    const random = customize({ 'root-password': 'random', touch: '/a' });
    const shared = customize({ touch: '/a' });
    expect(split?.(random, [customize({ password: 'root:password:x' }, 2)])).toEqual({ shared });
    expect(split?.(random, [customize({ password: 'bob:password:x' }, 2)])).toMatchObject({
      own: customize({ 'root-password': 'random' }),
    });
    expect(split?.(customize({ password: ['bob:random', 'bob:password:x'] }))).toEqual({
      shared: customize({ password: ['bob:password:x'] }),
    });
    expect(split?.(customize({ password: ['bob:password:x', 'bob:random'] }))).toEqual({
      shared: customize({ password: ['bob:password:x'] }),
      own: customize({ password: ['bob:random'] }),
    });
  });

  it('are not shared when no key can stand for them', () => {
    expect(isShareable?.(customize({ 'sm-register': '' }))).toBe(false);
    expect(isShareable?.(customize({ install: 'vim' }))).toBe(true);
  });
});
