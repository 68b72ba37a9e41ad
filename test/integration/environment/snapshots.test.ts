import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordSchema } from '../../../src/environment/snapshots/record.ts';
import { type Environment, init, loadEnv } from '../../../src/index.ts';
import { found } from '../../support/plan.ts';
import { libvirtTraces, microFile, type Sandbox, sandbox } from '../../support/sandbox.ts';
import { lago, output } from '../cli/support.ts';

const RUNNING = { db: 'running', idle: 'down', web: 'running' };
/** A program that lives in memory only, and counts in a file on a tmpfs. */
const COUNTER = 'echo $$ > /run/pid; n=0; while :; do n=$((n+1)); echo $n > /run/count; sleep 0.05; done';

const readJson = (...path: readonly string[]): unknown => JSON.parse(readFileSync(join(...path), 'utf8'));

describe('two machines that run and one that does not', () => {
  let box: Sandbox;
  let env: Environment;

  beforeAll(async () => {
    box = sandbox();
    box.write('cd.iso', 'x'.repeat(64 * 1024));
    const file = JSON.parse(microFile(['web', 'db', 'idle']));
    file.domains.web.ports = [22];
    file.domains.web.disks.push({ type: 'file', name: 'cd', dev: 'hdc', format: 'iso', path: 'cd.iso' });
    box.write('LagoInitFile', JSON.stringify(file));
    env = await init(box.options);
    await env.start({ vms: ['web', 'db'] });
    for (const vm of ['web', 'db']) {
      await write(vm, 'first');
      await sh(vm, `sh -c '${COUNTER}' < /dev/null > /dev/null 2>&1 &`);
    }
  });
  afterAll(async () => {
    await env.destroy();
    expect(libvirtTraces(env.uuid)).toEqual([]);
    expect(box.leftovers()).toEqual([]);
    box.remove();
  });

  /** Runs a command in a guest for its output. */
  const sh = async (vm: string, command: string) => (await env.vm(vm).ssh(command)).out.trim();
  /** Puts a text on the disk and another one in memory. */
  const write = (vm: string, text: string) => sh(vm, `echo ${text} > /root/content; echo ${text} > /run/content; sync`);
  const read = (vm: string) => sh(vm, 'cat /root/content /run/content');
  const both = (text: string) => `${text}\n${text}`;
  /** Waits until the guest's program has counted on. */
  const counts = async (vm: string) => {
    const now = async () => Number(await sh(vm, 'cat /run/count 2>/dev/null || echo 0'));
    const before = await now();
    await expect.poll(now, { timeout: 120_000, interval: 200 }).toBeGreaterThan(before);
  };
  const states = async () =>
    Object.fromEntries(await Promise.all([...env.getVms()].map(async ([name, vm]) => [name, await vm.state()])));
  const files = (ending: string) => readdirSync(join(env.prefix, 'images')).filter((name) => name.endsWith(ending));
  const names = async () => (await env.snapshots()).map(({ name }) => name);

  it('D46: are saved with memory and disks at once, without an agent, and go on', async () => {
    // So that the clock after the revert shows whether it was set.
    await sh('web', 'date -s @1000000000');
    const taken = await env.snapshot('first');
    expect(await states()).toEqual(RUNNING);
    expect(Object.entries(taken.vms).map(([vm, { state }]) => `${vm} ${state}`)).toEqual([
      'web running',
      'db running',
      'idle stopped',
    ]);
    expect(Date.now() - Date.parse(taken.createdAt)).toBeLessThan(600_000);
    // The memory of two guests, most of it unused.
    expect(taken.size).toBeGreaterThan(50 * 1024 * 1024);
    await counts('web');
  });

  it('come back with memory, processes, files, clock and host key', async () => {
    const pinned = readFileSync(env.paths.knownHosts, 'utf8');
    await write('web', 'second');
    await write('db', 'second');
    await sh('web', 'kill $(cat /run/pid)');
    await env.revert('first');
    expect(await states()).toEqual(RUNNING);
    expect([await read('web'), await read('db')]).toEqual([both('first'), both('first')]);
    await counts('web');
    await counts('db');
    expect(Number(await sh('web', 'date +%s'))).toBeGreaterThan(1_700_000_000);
    expect(readFileSync(env.paths.knownHosts, 'utf8')).toBe(pinned);
  });

  it('D46: are written down as Lago does, with paths that move with the prefix', async () => {
    const spec = readJson(env.paths.virt, 'vm-web');
    const template = { template_name: 'micro', type: 'template', name: 'root', dev: 'vda', format: 'qcow2' };
    const image = (name: string) => ({
      ...template,
      path: `$LAGO_PREFIX_PATH/images/${name}`,
      metadata: expect.anything(),
    });
    expect(spec).toMatchObject({ snapshots: { first: [image('web_root.qcow2')] } });
    const now = expect.stringMatching(/^\$LAGO_PREFIX_PATH\/images\/web_root\.[0-9a-f]{8}\.qcow2$/);
    expect(spec).toMatchObject({ disks: [{ path: now }, { name: 'cd' }] });
    expect(env.vm('web').spec).toEqual(spec);
    const { VMs } = (await env.status()).Prefix;
    expect(VMs.web?.snapshots).toBe('first');
    const [first] = await env.snapshots();
    expect(first?.vms.web?.disks).toEqual([{ ...image(''), path: join(env.prefix, 'images/web_root.qcow2') }]);
    expect(readFileSync(join(env.paths.virt, 'snapshots.json'), 'utf8')).not.toContain(env.prefix);
  });

  it('D22: keep a CD-ROM that is one, in the saved spec and in the machine', async () => {
    const cd = { name: 'cd', dev: 'hdc', format: 'iso' };
    expect(readJson(env.paths.virt, 'vm-web')).toMatchObject({ disks: [{ format: 'qcow2' }, cd] });
    const list = ['-q', '-c', 'qemu:///system', 'domblklist', '--details', `${env.uuid.slice(0, 8)}-web`];
    expect(execFileSync('virsh', list).toString()).toMatch(/cdrom +hdc +\S+\/cd\.iso/);
  });

  it('D46: refuse a name that is taken, and change nothing', async () => {
    const before = readJson(env.paths.virt, 'snapshots.json');
    await expect(env.snapshot('first')).rejects.toMatchObject({ code: 'SNAPSHOT_EXISTS' });
    await expect(env.snapshot('a,b')).rejects.toMatchObject({ code: 'SNAPSHOT_NAME_INVALID' });
    await expect(env.snapshot('x', { vms: ['nobody'] })).rejects.toMatchObject({ code: 'VM_UNKNOWN' });
    expect(readJson(env.paths.virt, 'snapshots.json')).toEqual(before);
  });

  it('are named when one is unknown', async () => {
    const unknown = { code: 'SNAPSHOT_UNKNOWN', hint: expect.stringContaining('first') };
    await expect(env.revert('frist')).rejects.toMatchObject(unknown);
    await expect(env.deleteSnapshot('frist')).rejects.toMatchObject(unknown);
    expect(await states()).toEqual(RUNNING);
  });

  it('D46: stay usable on either side of one that is deleted', async () => {
    for (const text of ['second', 'third']) {
      await write('web', text);
      await write('db', text);
      await env.snapshot(text);
    }
    const before = files('.qcow2').length;
    await env.deleteSnapshot('second');
    expect(await names()).toEqual(['first', 'third']);
    expect(files('.qcow2').length).toBeLessThan(before);
    expect(files('.memory')).toHaveLength(4);
    for (const text of ['first', 'third']) {
      await env.revert(text);
      expect([await read('web'), await read('db')]).toEqual([both(text), both(text)]);
      await counts('db');
    }
  });

  it('can be taken anew under their name, any number of times', async () => {
    for (const text of ['newer', 'newest']) {
      await write('web', text);
      await env.snapshot('third', { force: true, vms: ['web'] });
    }
    await write('web', 'later');
    expect(await names()).toEqual(['first', 'third']);
    await env.revert('third', { vms: ['web'] });
    expect(await read('web')).toBe(both('newest'));
    expect(files('.memory')).toHaveLength(4);
  });

  it.each([
    ['memory', '.memory'],
    ['an image', '.qcow2'],
  ])('D47: are refused while %s is missing, before anything is stopped', async (_what, ending) => {
    const { snapshots } = recordSchema(env.prefix).parse(readJson(env.paths.virt, 'snapshots.json'));
    const saved = snapshots[0]?.vms[1];
    const path = found(ending === '.memory' ? saved?.memory?.path : saved?.disks[0]?.path);
    renameSync(path, `${path}.away`);
    try {
      const error = { code: 'SNAPSHOT_INCOMPLETE', message: expect.stringContaining(path) };
      await expect(env.revert('first')).rejects.toMatchObject(error);
    } finally {
      renameSync(`${path}.away`, path);
    }
    expect(await states()).toEqual(RUNNING);
    expect(await read('web')).toBe(both('newest'));
    await counts('web');
  });

  it('can be saved and brought back one by one', async () => {
    await env.vm('db').createSnapshot('alone');
    await write('db', 'changed');
    await write('web', 'changed');
    await env.vm('db').revertSnapshot('alone');
    expect([await read('db'), await read('web')]).toEqual([both('third'), both('changed')]);
    const other = env.revert('alone', { vms: ['web'] });
    await expect(other).rejects.toMatchObject({ code: 'SNAPSHOT_UNKNOWN', message: expect.stringContaining('web') });
  });

  it('can be saved, listed, brought back and forgotten from the command line', async () => {
    await output(box, ['snapshot', 'by hand', '--vm', 'db']);
    await write('db', 'lost');
    const listed = JSON.parse(await output(box, ['snapshot', '--list', '-f', 'json']));
    expect(listed).toMatchObject({
      web: { first: [{ name: 'root' }] },
      db: { 'by hand': [{ dev: 'vda', type: 'template' }] },
    });
    expect(await output(box, ['snapshot', '-l'])).toContain('[by hand]:\n    created: ');
    await output(box, ['revert', 'by hand']);
    expect(await read('db')).toBe(both('third'));
    await output(box, ['snapshot', '--delete', 'by hand']);
    const { code, err } = await lago(box, ['revert', 'by hand']);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('there is no snapshot by hand') });
  });

  it('D47: come back after a stop, with the networks they use', async () => {
    await env.stop();
    expect((await env.status()).Prefix.Networks.lago?.status).toBe('down');
    expect(await env.ports()).toEqual([]);
    await env.revert('first');
    expect((await env.status()).Prefix.Networks.lago?.status).toBe('up');
    expect(await env.ports()).toMatchObject([{ vm: 'web', guest: 22 }]);
    expect(await states()).toEqual(RUNNING);
    expect(await read('web')).toBe(both('first'));
  });

  it('that had not run forget the host key that they made since', async () => {
    await env.start({ vms: ['idle'] });
    await sh('idle', 'touch /root/been; sync');
    const pin = join(env.paths.virt, 'host-key-idle');
    expect(existsSync(pin)).toBe(true);
    await env.revert('first', { vms: ['idle'] });
    expect(await states()).toEqual(RUNNING);
    expect(existsSync(pin)).toBe(false);
    expect(readFileSync(env.paths.knownHosts, 'utf8')).not.toContain('idle');
  });

  it('leave one image for each disk when all snapshots are deleted, and start from that in another process', async () => {
    await sh('web', 'echo kept > /root/content; sync');
    await env.stop();
    for (const name of await names()) await env.deleteSnapshot(name);
    expect(files('')).toEqual(['db_root.qcow2', 'idle_root.qcow2', 'web_root.qcow2']);
    expect(readJson(env.paths.virt, 'vm-web')).toMatchObject({
      disks: [{ path: '$LAGO_PREFIX_PATH/images/web_root.qcow2' }, { name: 'cd' }],
      snapshots: {},
    });
    await using other = await loadEnv(box.common);
    await other.start({ vms: ['web'] });
    expect(await sh('web', 'cat /root/content')).toBe('kept');
  });
});
