import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isWritableDirectory, resolvePaths } from '../../../src/host/paths.ts';

const yes = () => true;
const no = () => false;

describe('resolvePaths', () => {
  test('uses the directories of Lago when they can be written', () => {
    expect(resolvePaths({}, { HOME: '/home/u' }, yes)).toEqual({
      stateDir: '/var/lib/lago',
      environmentsDir: '/var/lib/lago/environments',
      leaseDir: '/var/lib/lago/subnets',
      storeDir: '/var/lib/lago/store',
      repositoriesDir: '/var/lib/lago/repos',
      layersDir: '/var/lib/lago/store/layers',
      imagesDir: '/var/lib/lago/images',
    });
  });

  test('goes to the XDG directories otherwise, whose relative values are invalid', () => {
    const env = { HOME: '/home/u', XDG_STATE_HOME: '/x/state', XDG_DATA_HOME: 'relative' };
    expect(resolvePaths({}, env, no)).toMatchObject({
      environmentsDir: '/x/state/lago/environments',
      leaseDir: '/x/state/lago/subnets',
      storeDir: '/home/u/.local/share/lago/store',
    });
  });

  test('a state directory that was given takes everything with it', () => {
    expect(resolvePaths({}, { LAGO_STATE_DIR: '/s' }, no)).toMatchObject({
      environmentsDir: '/s/environments',
      leaseDir: '/s/subnets',
      storeDir: '/s/store',
      imagesDir: '/s/images',
    });
  });

  test('single variables win over it, options win over variables, empty counts as absent', () => {
    const env = { LAGO_STATE_DIR: '/s', LAGO_LEASE_DIR: '/l', LAGO__INIT__TEMPLATE_STORE: '/t' };
    expect(resolvePaths({}, env, yes)).toMatchObject({ leaseDir: '/l', storeDir: '/t', layersDir: '/t/layers' });
    expect(resolvePaths({ leaseDir: '/o', storeDir: '' }, env, yes)).toMatchObject({ leaseDir: '/o', storeDir: '/t' });
    expect(resolvePaths({}, { ...env, LAGO_LEASE_DIR: '' }, yes).leaseDir).toBe('/s/subnets');
  });

  test('relative directories become absolute', () => {
    expect(resolvePaths({ storeDir: 'store' }, {}, yes).storeDir).toBe(join(process.cwd(), 'store'));
  });
});

test('isWritableDirectory knows what can be created and what cannot', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'lago-paths-'));
  try {
    await writeFile(join(directory, 'file'), '');
    expect(isWritableDirectory(directory)).toBe(true);
    expect(isWritableDirectory(join(directory, 'not', 'yet'))).toBe(true);
    expect(isWritableDirectory(join(directory, 'file'))).toBe(false);
    expect(isWritableDirectory('/proc/sys/lago')).toBe(false);
    if (process.getuid?.() !== 0) {
      await chmod(directory, 0o555);
      expect(isWritableDirectory(join(directory, 'not'))).toBe(false);
    }
  } finally {
    await chmod(directory, 0o755);
    await rm(directory, { recursive: true });
  }
});
