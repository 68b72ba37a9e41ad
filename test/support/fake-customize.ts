import { appendFileSync, chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A program in the place of virt-customize that writes to the disk without an appliance. */
export interface FakeCustomize {
  /** What it was called with, a line each. */
  calls(): string[];
  /** Makes calls with `--run-command=wait` wait (for ever) or not. */
  hold(isHeld: boolean): void;
  /** Takes it away again. */
  restore(): void;
}

/**
 * Puts a program in the place of virt-customize. Each call writes what it was called with to the disk, in a place that depends on
 * it. `--run-command=fail` fails as the real one does, `--run-command=wait` waits, `--run-command=fill` writes until the disk of
 * the host is full, and then waits as QEMU does.
 */
export function fakeCustomize(directory: string): FakeCustomize {
  mkdirSync(directory, { recursive: true });
  const log = join(directory, 'calls');
  const held = join(directory, 'held');
  const script = join(directory, 'virt-customize');
  writeFileSync(
    script,
    `#!/bin/bash
while [ $# -gt 0 ]; do [ "$1" = -a ] && file=$2; args="$args $1"; shift; done
echo "$args" >> ${log}
echo '[   0.0] Examining the guest ...'
# Somewhere that no guest needs to boot, which '=' or a blank between an option and its value must not change.
place=$(( $(echo "\${args//$file/}" | tr = ' ' | cksum | cut -d' ' -f1) % 100 + 10 ))
qemu-io -f qcow2 -c "write -q -P $place $((place * 65536)) 64k" "$file" || exit 9
case "$args" in
*'--run-command=wait'*) while [ -e ${held} ]; do sleep 0.1; done ;;
*'--run-command=fill'*)
  echo '[   1.0] Running: fill'
  dd if=/dev/zero of="$file.tmp.full" bs=64k 2>/dev/null
  while :; do sleep 1; done ;;
*'--run-command=fail'*)
  echo '[   1.0] Making directory: /srv/first'
  echo '[   1.5] Running: fail'
  echo 'make: not found' >&2
  echo 'virt-customize: error: fail: command exited with an error' >&2
  echo 'If reporting bugs, run virt-customize with debugging enabled and include the complete output:' >&2
  exit 1 ;;
esac
`,
  );
  chmodSync(script, 0o755);
  const { PATH = '' } = process.env;
  process.env.PATH = [directory, PATH].join(delimiter);
  appendFileSync(log, '');
  return {
    calls: () =>
      readFileSync(log, 'utf8')
        .split('\n')
        .filter((line) => line !== ''),
    hold: (isHeld) => {
      if (isHeld) writeFileSync(held, '');
      else rmSync(held, { force: true });
    },
    restore: () => {
      process.env.PATH = PATH;
    },
  };
}
