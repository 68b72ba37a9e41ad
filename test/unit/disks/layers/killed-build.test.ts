import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { endKilledBuild } from '../../../../src/disks/layers/killed-build.ts';
import { LayerStore } from '../../../../src/disks/layers/store.ts';

const KEY = 'a'.repeat(64);

it('ends what a killed build left running, with the sockets of libguestfs, and nothing of other builds', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'lago-killed-'));
  const store = new LayerStore(directory);
  const script = join(directory, 'virt-customize');
  writeFileSync(script, '#!/bin/sh\necho up\nread -r line\n', { mode: 0o755 });
  const running = await Promise.all(
    [KEY, 'b'.repeat(64)].map(async (key) => {
      const sockets = mkdtempSync(join(tmpdir(), 'libguestfs'));
      const elsewhere = join(directory, key.slice(0, 4), 'libguestfsABCDEF');
      mkdirSync(elsewhere, { recursive: true });
      const args = ['-a', store.temporary(key), `socket,path=${sockets}/guestfsd.sock`, `file=${elsewhere}/x`];
      const child = spawn(script, args, { stdio: ['pipe', 'pipe', 'ignore'] });
      await once(child.stdout, 'data');
      return { child, sockets, elsewhere, ended: once(child, 'exit') };
    }),
  );
  const [killed, other] = running;
  try {
    await endKilledBuild(KEY, store);
    expect(await killed?.ended).toEqual([null, 'SIGKILL']);
    expect(existsSync(killed?.sockets ?? '')).toBe(false);
    expect(existsSync(killed?.elsewhere ?? '')).toBe(true);
    expect(other?.child.exitCode).toBeNull();
    expect(existsSync(other?.sockets ?? '')).toBe(true);
  } finally {
    for (const { child, sockets } of running) {
      child.kill('SIGKILL');
      rmSync(sockets, { recursive: true, force: true });
    }
    rmSync(directory, { recursive: true });
  }
});
