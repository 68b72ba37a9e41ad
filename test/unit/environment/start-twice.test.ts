import process from 'node:process';
import { expect, it, vi } from 'vitest';
import { readRecord } from '../../../src/environment/owner.ts';
import { fakeEnvironment } from '../../support/fake-environment.ts';
import { FakeProvider } from '../../support/provider.ts';

const started = vi.hoisted(() => [] as string[]);

vi.mock('../../../src/host/detached.ts', () => ({
  startDetached: (name: string) => {
    started.push(name);
    return { pid: process.pid };
  },
}));

it('an environment that is started twice at once gets one watchdog, and each machine is started once', async () => {
  const provider = new FakeProvider('local-libvirt');
  const { open, services } = await fakeEnvironment(provider, { expiresAt: '2126-11-21T00:00:00Z' });
  const environments = [1, 2, 3].map(() => open());
  await Promise.all(environments.map((env) => env.start({ wait: false })));
  expect(started).toEqual(['watchdog']);
  expect(provider.calls).toEqual(['start net mgmt', 'start web']);
  const record = await readRecord(services.paths.environmentsDir, environments[0]?.uuid ?? '');
  expect(record).toMatchObject({ started: true, watchdog: { pid: process.pid } });
});
