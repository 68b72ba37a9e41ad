import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import { HostKeys } from '../../../src/environment/host-keys.ts';
import { prefixPaths } from '../../../src/environment/prefix.ts';

/** Turns of the event loop that each write takes, by the name of the file. */
const slow = vi.hoisted(() => new Map<string, number[]>());

vi.mock('../../../src/host/files.ts', async (original) => ({
  ...(await original<typeof import('../../../src/host/files.ts')>()),
  writeFileAtomic: async (file: string, content: string) => {
    for (let left = slow.get(basename(file))?.shift() ?? 0; left > 0; left -= 1) await turn();
    writeFileSync(file, content);
  },
}));

it('known_hosts has all keys that were pinned at once, also when the first one takes longest to be written', async () => {
  const root = mkdtempSync(join(tmpdir(), 'lago-keys-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const paths = prefixPaths(root);
  mkdirSync(paths.virt);
  const machines = [{ name: 'web' }, { name: 'db' }];
  const keys = new HostKeys(paths, () => machines);
  slow.set('host-key-db', [1]).set('known_hosts', [20, 0]);
  await Promise.all(machines.map((machine) => keys.save(machine, `ssh-ed25519 ${machine.name}`)));
  expect(readFileSync(paths.knownHosts, 'utf8')).toBe('web ssh-ed25519 web\ndb ssh-ed25519 db\n');
});

it('known_hosts is written again after one write of it has failed', async () => {
  const root = mkdtempSync(join(tmpdir(), 'lago-keys-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const paths = prefixPaths(root);
  mkdirSync(paths.virt);
  mkdirSync(paths.knownHosts);
  const keys = new HostKeys(paths, () => [{ name: 'web' }]);
  await expect(keys.save({ name: 'web' }, 'ssh-ed25519 one')).rejects.toThrow('EISDIR');
  rmSync(paths.knownHosts, { recursive: true });
  await keys.save({ name: 'web' }, 'ssh-ed25519 two');
  expect(existsSync(paths.knownHosts)).toBe(true);
});
