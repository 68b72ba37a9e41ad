import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withStaging } from '../../../src/environment/export-staging.ts';
import { HostError } from '../../../src/host/errors.ts';
import { fakeEnvironment } from '../../support/fake-environment.ts';
import { FakeProvider } from '../../support/provider.ts';

/** Runs an export in the course of which the lock of the environment becomes unusable. */
async function exportWithoutLock<T>(body: () => Promise<T>) {
  const { root, env, services, texts, recordFile } = await fakeEnvironment(new FakeProvider('local-libvirt'));
  const [target, lock] = [join(root, 'export'), `${recordFile}.lock`];
  const result = withStaging(env.uuid, target, services, () => {
    mkdirSync(lock);
    return body();
  });
  return { result, texts, target, lock };
}

it('an export that was written is good, whatever keeps its end from being noted', async () => {
  const { result, texts, target, lock } = await exportWithoutLock(async () => 'written');
  expect(await result).toBe('written');
  const warning = expect.stringContaining(`the owner record still names the export: cannot open the lock file ${lock}`);
  expect(texts('warning')).toEqual([warning]);
  expect(existsSync(target)).toBe(false);
});

it('an export that failed says why, whatever keeps its end from being noted', async () => {
  const { result } = await exportWithoutLock(() => Promise.reject(new HostError('DISK_FULL', 'no room left')));
  await expect(result).rejects.toMatchObject({ code: 'DISK_FULL' });
});
