import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Environment, init } from '../../../src/index.ts';
import { killAt } from '../../support/kill-at.ts';
import { microFile, type Sandbox, sandbox } from '../../support/sandbox.ts';

let box: Sandbox;
beforeEach(() => {
  box = sandbox();
});
afterEach(() => {
  box.remove();
});

/** An init file with machines whose disks are built by booting them. */
function withBoot(names: readonly string[], ...items: readonly object[]): string {
  const file = JSON.parse(microFile(names));
  const build = items.map((boot) => ({ boot: { memory: 256, ...boot } }));
  for (const domain of Object.values<{ disks: object[] }>(file.domains))
    Object.assign(domain.disks[0] ?? {}, { build });
  return JSON.stringify(file);
}

const inDirectory = (workdir: string, more = {}): Promise<Environment> =>
  init({ ...box.options, workdir: join(box.root, 'work', workdir), ...more });
const messages = () => box.events.flatMap((event) => (event.kind === 'message' ? [event.text] : []));
/** Starts of machines that build. */
const boots = () => messages().filter((text) => /^run: \S*qemu-system\S* -name lago-build-/.test(text)).length;
const layers = () => join(box.root, 'state/store/layers');
/** What is in the store of layers besides whole ones. */
const unfinished = () =>
  (existsSync(layers()) ? readdirSync(layers()) : []).filter((name) => !/^[0-9a-f]{64}(?:\.record)?$/.test(name));
/** Machines that build in this sandbox. */
const machines = () =>
  execFileSync('ps', ['-eo', 'args='])
    .toString()
    .split('\n')
    .filter((line) => line.includes('lago-build-') && line.includes(box.root));
const guestPublicKey = ({ paths }: Environment) => readFileSync(paths.publicKey, 'utf8').trim();

describe('disks that are built by booting them', () => {
  it('are booted once for all, keep what was done, and nothing that belonged to that boot', async () => {
    box.write('setup.sh', '#!/bin/sh\nset -e\nread -r line || echo "$WORD" >/srv/by-script\n');
    box.write('tree', 'of the host');
    const steps = [
      { copy: { from: 'tree', to: '/srv/tree' }, scripts: 'setup.sh', env: { WORD: "it's" } },
      {
        run: [
          'cat /srv/tree >/srv/by-command',
          'cat /root/.ssh/authorized_keys >/srv/key',
          'echo said; echo again >&2',
        ],
      },
    ];
    box.write('LagoInitFile', withBoot(['one', 'two'], ...steps));
    const first = await inDirectory('first');
    expect(boots()).toBe(1);
    expect(messages()).toEqual(expect.arrayContaining(['one: said', 'one: again']));
    const second = await inDirectory('second');
    expect(boots()).toBe(1);
    expect(machines()).toEqual([]);
    expect(unfinished()).toEqual([]);
    try {
      await Promise.all([first.start(), second.start()]);
      const hostKeys = new Set<string>();
      for (const env of [first, second]) {
        for (const vm of env.getVms().values()) {
          const { out } = await vm.ssh('cat /srv/by-script /srv/by-command');
          expect(out).toBe("it's\nof the host");
          expect((await vm.ssh('cat /root/.ssh/authorized_keys')).out.trim()).toBe(guestPublicKey(env));
          expect((await vm.ssh('cat /srv/key')).out).toMatch(/ lago-build$/m);
          hostKeys.add((await vm.ssh('dropbearkey -y -f /etc/dropbear/dropbear_ed25519_host_key')).out);
        }
      }
      expect(hostKeys.size).toBe(4);
    } finally {
      await first.destroy();
      await second.destroy();
    }
  });

  it('fail with the entry and the end of its output, and leave the serial log behind, but nothing else', async () => {
    box.write(
      'LagoInitFile',
      withBoot(['one'], { run: 'true' }, { run: ['echo before', 'echo the reason >&2; exit 7'] }),
    );
    await expect(inDirectory('failing')).rejects.toMatchObject({
      code: 'BUILD_STEP_FAILED',
      message: expect.stringMatching(
        /^VM one: entry 2 of `build`, command "echo the reason .*exit code 7:\nthe reason$/s,
      ),
    });
    const [, kept = ''] = /serial log .* is kept in (\S+)/.exec(messages().join('\n')) ?? [];
    expect(readFileSync(kept, 'utf8')).toContain('Linux version');
    expect([...machines(), ...box.leftovers()]).toEqual([]);
    // That the first entry is to be kept the next time.
    expect(unfinished()).toEqual(['wanted']);
    expect(messages().join('\n')).toMatch(/one\/\w+: what comes before build entry 2 \S+ is kept the next time/);
  });

  it('end in time when a step hangs, or when the caller gives up', async () => {
    box.write('LagoInitFile', withBoot(['one'], { run: 'sleep 600', timeout: 1 }));
    await expect(inDirectory('hanging')).rejects.toMatchObject({
      code: 'BUILD_STEP_FAILED',
      message: expect.stringContaining('did not end within 1 s'),
    });
    expect(machines()).toEqual([]);
    const controller = new AbortController();
    const log = box.options.log.withSinks((event) => {
      if (event.kind === 'message' && event.text.includes('one: command "sleep 600"')) controller.abort();
    });
    box.write('LagoInitFile', withBoot(['one'], { run: 'sleep 600' }));
    await expect(inDirectory('given-up', { log, signal: controller.signal })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect([...unfinished(), ...machines(), ...box.leftovers()]).toEqual([]);
  });

  it('say that the disk is full when a step fills it, and leave nothing', async () => {
    const templateStore = join(box.root, 'full');
    mkdirSync(templateStore);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=36m,mode=755', 'none', templateStore]);
    try {
      // QEMU does not fail then, but stops the machine until there is room.
      const run = 'dd if=/dev/urandom of=/fill bs=1M count=64 conv=fsync; sleep 1000';
      box.write('LagoInitFile', withBoot(['web'], { run }));
      const filling = inDirectory('full', { templateStore });
      await expect(filling).rejects.toMatchObject({ code: 'DISK_FULL', exitCode: 2 });
      expect(machines()).toEqual([]);
      expect(readdirSync(join(templateStore, 'layers'))).toEqual([]);
    } finally {
      execFileSync('umount', ['--lazy', templateStore]);
    }
  });

  it('leave no machine behind when their process is killed, and are built by the next', async () => {
    box.write('LagoInitFile', withBoot(['one'], { run: 'echo built >/srv/built' }));
    await killAt(box, /note one: command "echo built/, 'workdir');
    await expect.poll(machines, { timeout: 180_000, interval: 50 }).toEqual([]);
    expect(unfinished()).not.toEqual([]);
    const env = await inDirectory('next');
    expect(boots()).toBe(1);
    expect(unfinished()).toEqual([]);
    await env.destroy();
  });
});
