import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createLogger } from '../../../src/host/log.ts';
import { gatherFacts } from '../../../src/providers/libvirt/facts.ts';
import { Virsh } from '../../../src/providers/libvirt/virsh.ts';
import { fakeVirsh } from '../../support/fake-virsh.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lago-facts-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true });
});

it('when something fails, the machine that tries KVM is removed before that is told', async () => {
  fakeVirsh(
    directory,
    `case $1 in
      capabilities) while [ ! -e "$dir/created" ]; do sleep 0.05; done; echo 'error: no capabilities' >&2; exit 1 ;;
      create) touch "$dir/created"; while [ ! -s "$dir/destroyed" ]; do sleep 0.05; done ;;
      destroy) echo "$2" >>"$dir/destroyed" ;;
    esac`,
  );
  // Of a host that is not this one: whether there is /dev/kvm here does not matter then.
  const virsh = new Virsh('qemu+tcp://elsewhere/system');
  await expect(gatherFacts(virsh, 'auto', { log: createLogger() })).rejects.toThrow('no capabilities');
  expect(readFileSync(join(directory, 'destroyed'), 'utf8')).toMatch(/^lago-probe-/);
});
