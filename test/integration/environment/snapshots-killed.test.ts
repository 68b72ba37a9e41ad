import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { destroyEnvironments, type Environment, init } from '../../../src/index.ts';
import { libvirtTraces, microFile, type Sandbox, sandbox } from '../../support/sandbox.ts';

const VICTIM = join(import.meta.dirname, '../../support/snapshot-victim.ts');
/** A program that lives in memory only: it ends when the machine boots anew. */
const SLEEPER = "sh -c 'echo $$ > /run/pid; exec sleep 100000' < /dev/null > /dev/null 2>&1 &";

let box: Sandbox;
let env: Environment;

beforeAll(async () => {
  box = sandbox();
  // A file system of its own, so that it can be filled.
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1g,mode=755', 'tmpfs', box.common.cwd]);
  box.write('LagoInitFile', microFile(['vm0', 'vm1']));
  env = await init(box.options);
  await env.start();
  for (const vm of ['vm0', 'vm1']) await env.vm(vm).ssh(SLEEPER);
  await write('first');
  await env.snapshot('first');
  await write('second');
});
afterAll(() => {
  expect(libvirtTraces(env.uuid)).toEqual([]);
  expect(box.leftovers()).toEqual([]);
  execFileSync('umount', ['--lazy', box.common.cwd]);
  box.remove();
});

const sh = async (vm: string, command: string) => (await env.vm(vm).ssh(command)).out.trim();
const write = async (text: string) => {
  for (const vm of ['vm0', 'vm1']) await sh(vm, `echo ${text} > /root/content; sync`);
};
const contents = async () => [await sh('vm0', 'cat /root/content'), await sh('vm1', 'cat /root/content')];
/** Whether the guests still have what they had in memory when the first snapshot was taken. */
const remember = async () => {
  const alive = 'kill -0 $(cat /run/pid 2>/dev/null) 2>/dev/null && echo yes || echo no';
  return [await sh('vm0', alive), await sh('vm1', alive)];
};
const files = () => readdirSync(join(env.prefix, 'images')).sort();
const pending = () => JSON.parse(readFileSync(join(env.paths.virt, 'snapshots.json'), 'utf8')).pending?.kind;

/** Runs the verb in a process of its own that kills itself when it logs what matches. */
async function killed(verb: string, name: string, pattern: RegExp, nth = 1): Promise<void> {
  await env.close();
  const { stateDir, leaseDir, cwd } = box.common;
  const args = [VICTIM, stateDir, leaseDir, cwd, verb, name, pattern.source, String(nth)];
  const [, signal] = await once(spawn(process.execPath, args, { stdio: 'inherit' }), 'exit');
  expect(signal).toBe('SIGKILL');
}

describe('a snapshot that is killed', () => {
  it.each([
    ['while machines are halted', /run: virsh .* suspend/, 2],
    ['while libvirt saves', /run: virsh .* snapshot-create/, 2],
    ['when all is saved', /^end Save/, 1],
  ] as const)('%s, is undone by the next start: machines go on', async (_when, pattern, nth) => {
    const before = files();
    await killed('snapshot', 'second', pattern, nth);
    expect(pending()).toBe('take');
    await env.start();
    expect((await env.snapshots()).map(({ name }) => name)).toEqual(['first']);
    expect([await contents(), await remember()]).toEqual([
      ['second', 'second'],
      ['yes', 'yes'],
    ]);
    expect(files().filter((name) => name.endsWith('.memory'))).toEqual(
      before.filter((name) => name.endsWith('.memory')),
    );
  });

  it('after it was complete, is there: machines go on', async () => {
    await killed('snapshot', 'second', /run: virsh .* resume/);
    expect(pending()).toBe('resume');
    await env.start();
    expect((await env.snapshots()).map(({ name }) => name)).toEqual(['first', 'second']);
    expect([await contents(), await remember()]).toEqual([
      ['second', 'second'],
      ['yes', 'yes'],
    ]);
    expect(pending()).toBeUndefined();
  });
});

describe('a delete that is killed', () => {
  it('while images are merged, is completed by the next one', async () => {
    await env.snapshot('third');
    await killed('delete', 'second', /run: virsh .* block/);
    expect((await env.snapshots()).map(({ name }) => name)).toEqual(['first', 'third']);
    expect(pending()).toBe('merge');
    const before = files().length;
    await env.deleteSnapshot('third');
    expect(files().length).toBeLessThan(before);
    expect([await contents(), await remember()]).toEqual([
      ['second', 'second'],
      ['yes', 'yes'],
    ]);
  });
});

describe('a revert that is killed', () => {
  it('before it stops machines, has changed nothing', async () => {
    await killed('revert', 'first', /^begin Stop/);
    await env.start();
    expect([await contents(), await remember()]).toEqual([
      ['second', 'second'],
      ['yes', 'yes'],
    ]);
  });

  it('while libvirt restores, is undone by the next start: machines boot from their disks as before', async () => {
    await env.revert('first');
    await write('third');
    await killed('revert', 'first', /run: virsh .* restore/, 2);
    expect(pending()).toBe('revert');
    await env.start();
    expect([await contents(), await remember()]).toEqual([
      ['third', 'third'],
      ['no', 'no'],
    ]);
  });

  it('after it was complete, is completed by the next revert too', async () => {
    await killed('revert', 'first', /run: virsh .* resume/);
    expect(pending()).toBe('resume');
    await env.revert('first');
    expect([await contents(), await remember()]).toEqual([
      ['first', 'first'],
      ['yes', 'yes'],
    ]);
  });
});

it('a snapshot for which the disk is too small says so, and machines go on', async () => {
  const filler = box.write('filler', '');
  const { bavail, bsize } = statfsSync(filler);
  // Room for the memory of one of the two.
  execFileSync('fallocate', ['-l', String(bavail * bsize - 120 * 1024 * 1024), filler]);
  const before = await env.snapshots();
  try {
    const error = { code: 'DISK_FULL', message: expect.stringContaining('No space left on device') };
    await expect(env.snapshot('large')).rejects.toMatchObject(error);
  } finally {
    rmSync(filler);
  }
  expect(pending()).toBeUndefined();
  expect(await env.snapshots()).toEqual(before);
  expect([await contents(), await remember()]).toEqual([
    ['first', 'first'],
    ['yes', 'yes'],
  ]);
  await write('fourth');
  await env.snapshot('large');
  await env.revert('large');
  expect(await contents()).toEqual(['fourth', 'fourth']);
});

it('nothing is left by a destroy after a kill while libvirt saves', async () => {
  await killed('snapshot', 'last', /run: virsh .* snapshot-create/, 2);
  expect(pending()).toBe('take');
  await env.close();
  expect(await destroyEnvironments(box.common)).toEqual([env.uuid]);
  expect(existsSync(env.prefix)).toBe(false);
});
