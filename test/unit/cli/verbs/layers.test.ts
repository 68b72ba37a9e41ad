import { expect, it } from 'vitest';
import type { Sdk } from '../../../../src/cli/sdk.ts';
import { lago } from '../support.ts';

const LAST_USED = new Date('2026-11-01T08:30:59Z');
const KEY = '7c0b5588b06b'.padEnd(64, '0');
const UUID = '9680445c5e0a931f62dbbc451a16819b';

const LISTED: Awaited<ReturnType<Sdk['listLayers']>>[number] = {
  ...{ key: KEY, base: 'lab:debian12:v1', arch: 'x86_64', path: '/s/layers/x', size: 1_187_840, sha256: 'ff' },
  ...{ secret: false, created: LAST_USED, buildMs: 1500, lastUsed: LAST_USED, usedBy: [UUID, UUID] },
  steps: [{ key: KEY, builder: 'boot', summary: 'run x' }],
};

it('lists layers as a table, with keys and uuids that are short', async () => {
  const { out } = await lago(['layers', 'list'], { sdk: { listLayers: async () => [LISTED] } });
  expect(out).toBe(
    [
      'key           template         steps  size     built              last used          used by',
      '7c0b5588b06b  lab:debian12:v1  1      1.1 MiB  2026-11-01 08:30Z  2026-11-01 08:30Z  9680445c5e0a, 9680445c5e0a\n',
    ].join('\n'),
  );
});

it('lists layers whole in other formats', async () => {
  const { out } = await lago(['layers', 'list', '-f', 'json'], { sdk: { listLayers: async () => [LISTED] } });
  expect(JSON.parse(out)).toEqual([
    expect.objectContaining({ key: KEY, size: 1_187_840, used_by: `${UUID}, ${UUID}` }),
  ]);
});

it('says that there is none, but not as a result', async () => {
  const { code, out, err } = await lago(['layers', 'list'], { sdk: { listLayers: async () => [] } });
  expect({ code, out }).toEqual({ code: 0, out: '' });
  expect(err).toContain('no layer is in the store');
});

it('prunes by the options that templates have, too', async () => {
  let asked: object = {};
  const pruneLayers: Sdk['pruneLayers'] = async (options = {}) => {
    asked = options;
    const removed = [{ key: KEY, base: 'lab:debian12:v1', size: 2048, lastUsed: LAST_USED }];
    return { removed, kept: [], swept: [], freed: 2048, left: 0 };
  };
  const argv = ['layers', 'prune', '--unused', '--dry-run', '--older-than', '1d', '--max-size', '1k'];
  const { out, err } = await lago(argv, { sdk: { pruneLayers } });
  expect(asked).toMatchObject({ unused: true, dryRun: true, olderThan: 86_400, maxSize: 1024 });
  expect(out).toMatch(/^would remove {2}template .*\n7c0b5588b06b {2}lab:debian12:v1 {2}2.0 KiB {2}/);
  expect(err).toContain('would free 2.0 KiB; layers would take 0 bytes');
});

it('says that a prune without options removes nothing', async () => {
  const pruneLayers: Sdk['pruneLayers'] = async () => ({ removed: [], kept: [], swept: [], freed: 0, left: 5 });
  const { code, err } = await lago(['layers', 'prune'], { sdk: { pruneLayers } });
  expect(code).toBe(0);
  expect(err).toContain('give --older-than, --max-size or --unused');
});
