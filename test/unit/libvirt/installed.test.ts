import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readInstalled } from '../../../src/providers/libvirt/installed.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lago-installed-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

function describeFirmware(name: string, arch: string, features: readonly string[], type = 'uefi'): void {
  const targets = [{ architecture: arch, machines: ['*'] }];
  writeFileSync(join(directory, name), JSON.stringify({ 'interface-types': [type], targets, features }));
}

test('firmware is found by its descriptors, whatever else lies there', async () => {
  describeFirmware('40-enrolled.json', 'x86_64', ['secure-boot', 'enrolled-keys', 'requires-smm']);
  describeFirmware('50-empty-keys.json', 'x86_64', ['secure-boot']);
  describeFirmware('60-plain.json', 'aarch64', []);
  describeFirmware('70-arm.json', 'arm', []);
  describeFirmware('80-bios.json', 'x86_64', [], 'bios');
  writeFileSync(join(directory, '90-hidden.json'), '');
  writeFileSync(join(directory, '91-odd.json'), '[1]');
  mkdirSync(join(directory, '92-directory.json'));
  const { firmware } = await readInstalled([directory, join(directory, 'missing')], []);
  expect(firmware).toEqual([
    { arch: 'x86_64', kind: 'secure' },
    { arch: 'aarch64', kind: 'efi' },
  ]);
});

test('a TPM needs swtpm', async () => {
  expect(await readInstalled([], [directory])).toEqual({ firmware: [], tpm: false });
  writeFileSync(join(directory, 'swtpm'), '');
  chmodSync(join(directory, 'swtpm'), 0o755);
  expect((await readInstalled([], [directory])).tpm).toBe(true);
});
