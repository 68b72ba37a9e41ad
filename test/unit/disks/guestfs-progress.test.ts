import { expect, it } from 'vitest';
import { GuestfsProgress } from '../../../src/disks/provision/guestfs-progress.ts';

const operation = (option: string, origin: string) => ({ option, origin });
const after = (progress: GuestfsProgress, ...lines: readonly string[]) => {
  for (const line of lines) progress.see(line);
  return progress.current?.origin;
};

it('knows which of several options of a kind a program is at, by what it says', () => {
  const progress = new GuestfsProgress([
    operation('install', 'entry 1'),
    operation('root-password', 'entry 1'),
    operation('run-command', 'entry 2'),
    operation('run', 'entry 3'),
  ]);
  expect(after(progress, '[   0.0] Examining the guest ...', '[  11.9] Setting a random seed')).toBeUndefined();
  expect(progress.stage).toBe('Setting a random seed');
  expect(after(progress, '[  12.1] Installing packages: vim', 'Running: what a package says')).toBe('entry 1');
  expect(after(progress, '[  20.5] Running: make')).toBe('entry 2');
  expect(after(progress, '[ 121.0] Running: /work/script')).toBe('entry 3');
});

it('blames no option for what is done at the end for all', () => {
  const progress = new GuestfsProgress([operation('write', 'entry 1')]);
  expect(after(progress, '[   1.0] Writing: /a')).toBe('entry 1');
  expect(after(progress, '[   2.0] SELinux relabelling')).toBeUndefined();
  expect(progress.stage).toBe('SELinux relabelling');
});
