import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Environment, init } from '../../../src/index.ts';
import { chainOf, readFromImage } from '../../support/disk-files.ts';
import { microFile, type Sandbox, sandbox } from '../../support/sandbox.ts';

let box: Sandbox;
const layersDir = () => join(box.root, 'state/store/layers');
const keys = () => readdirSync(layersDir()).filter((name) => /^[0-9a-f]{64}$/.test(name));
/** Starts of the appliance. */
const starts = () =>
  box.events.filter((event) => event.kind === 'message' && /^virt-\w+ \w+: \[ *0\.0\]/.test(event.text)).length;
/** What was said so far. */
const said = () => box.events.flatMap((event) => (event.kind === 'message' ? [event.text] : []));

/** An init file with machines over the Debian template whose disks are built. */
function withBuild(names: readonly string[], build: readonly unknown[]): string {
  const file = JSON.parse(microFile(names));
  for (const domain of Object.values<{ disks: { template_name: string; build?: unknown }[] }>(file.domains)) {
    for (const disk of domain.disks) Object.assign(disk, { template_name: 'debian12', build });
  }
  return JSON.stringify(file);
}

async function initIn(workdir: string, more = {}): Promise<Environment> {
  return init({ ...box.options, workdir: join(box.root, 'work', workdir), ...more });
}

beforeAll(() => {
  box = sandbox();
});
afterAll(() => {
  box.remove();
});

const FIRST = { 'virt-customize': { mkdir: '/srv/built', upload: 'input:/srv/built/input' } };
const SECOND = { 'virt-customize': { 'run-command': ['cat /srv/built/input >/srv/built/copy'], write: '/srv/b:b' } };
const THIRD = { virt_customize: { 'append-line': '/srv/b:c', hostname: 'named-by-build' } };

describe('layers', () => {
  it('are built once for two machines and two runs at the same time, in one start of the appliance', async () => {
    box.write('input', 'of the host\n');
    box.write('LagoInitFile', withBuild(['one', 'two'], [FIRST, SECOND]));
    const [a, b] = await Promise.all([initIn('a'), initIn('b')]);
    expect(starts()).toBe(1);
    expect(box.messages('info').join('\n')).toMatch(/waiting for the layer [0-9a-f]{12} of one\/root, held by process/);
    const [key = '', ...others] = keys();
    expect(others).toEqual([]);
    expect(readdirSync(layersDir()).sort()).toEqual([key, `${key}.record`]);
    for (const env of [a, b]) {
      for (const vm of ['one', 'two']) {
        const image = env.plan.domains.get(vm)?.disks[0]?.path ?? '';
        const chain = chainOf(image);
        expect(chain).toHaveLength(3);
        expect(basename(chain[1] ?? '')).toBe(key);
        expect(chain[2]).toContain('lago-action-test:debian12:');
      }
    }
    const image = a.plan.domains.get('one')?.disks[0]?.path ?? '';
    expect(readFromImage(image, ['/srv/built/copy', '/srv/b', '/etc/machine-id'], box.root)).toEqual([
      'of the host\n',
      'b',
      '',
    ]);
    await a.destroy();
    await b.destroy();
  });

  it('are used again, and built upon when steps are added', async () => {
    const before = starts();
    const again = await initIn('again');
    expect(starts()).toBe(before);
    await again.destroy();
    box.write('LagoInitFile', withBuild(['one'], [FIRST, SECOND, THIRD]));
    const more = await initIn('more');
    expect(starts()).toBe(before + 1);
    expect(said().filter((text) => /\] Uploading: /.test(text))).toHaveLength(1);
    const image = more.plan.domains.get('one')?.disks[0]?.path ?? '';
    expect(chainOf(image)).toHaveLength(3);
    const files = readFromImage(image, ['/srv/built/copy', '/srv/b', '/etc/hostname'], box.root);
    expect(files).toEqual(['of the host\n', 'b\nc\n', 'named-by-build\n']);
    await more.destroy();
  });
});
