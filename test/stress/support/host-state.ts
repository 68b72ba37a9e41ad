import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Sandbox } from '../../support/sandbox.ts';

/** Milliseconds that programs of a killed process get to end by themselves. */
const SETTLE = 180_000;
/** Milliseconds between two looks. */
const PERIOD = 200;
const HELPERS = /^\S*(lago-|qemu|dnsmasq|virsh|virtiofsd|swtpm|flock|xz|zstd)/;

/**
 * All that environments may leave on this host, one line each: machines, networks, interfaces, firewall rules, processes,
 * leases, files. The testbed is ours alone, so whatever appears in it counts, whosever it is.
 */
export function hostState(box: Sandbox): readonly string[] {
  const { leaseDir } = box.common;
  return [
    ...lines('virsh', '-q', 'list', '--all', '--name').map((name) => `machine ${name}`),
    ...lines('virsh', '-q', 'net-list', '--all', '--name').map((name) => `network ${name}`),
    ...lines('ip', '-o', 'link', 'show').map((line) => `interface ${line.split(': ')[1]}`),
    ...lines('iptables-save')
      .filter((line) => / -[io] /.test(line))
      .map((line) => `firewall rule ${line}`),
    ...lines('ps', '-eo', 'args=')
      .filter((line) => isOurs(line, box.root))
      .map((line) => `process ${line.slice(0, 300)}`),
    ...filesBelow(box.root)
      .filter((path) => !path.startsWith(join(box.root, 'state/store/')))
      .map((path) => `file ${path}`),
    ...filesBelow(leaseDir).map((path) => `lease ${path}`),
    ...filesBelow(tmpdir(), (name) => name.startsWith('lago')).map((path) => `temporary file ${path}`),
  ].sort();
}

/** What came and what went; empty when the host is as before. */
export function changes(before: readonly string[], after: readonly string[]): readonly string[] {
  return [
    ...without(after, before).map((line) => `left: ${line}`),
    ...without(before, after).map((line) => `lost: ${line}`),
  ];
}

/** Waits until the host is as it was. Fails with what differs, after `what`. */
export async function untilAsBefore(before: readonly string[], box: Sandbox, what: string): Promise<void> {
  const deadline = performance.now() + SETTLE;
  let differs = changes(before, hostState(box));
  while (differs.length > 0 && performance.now() < deadline) {
    await sleep(PERIOD);
    differs = changes(before, hostState(box));
  }
  expect(differs, what).toEqual([]);
}

/** Lines may be there more than once: dnsmasq runs twice for each network. */
function without(all: readonly string[], others: readonly string[]): readonly string[] {
  const rest = [...others];
  return all.filter((line) => {
    const at = rest.indexOf(line);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
}

function isOurs(args: string, root: string): boolean {
  return (args.includes(root) || HELPERS.test(args)) && !args.includes('vitest') && !args.startsWith('virsh -q ');
}

function filesBelow(directory: string, accept: (name: string) => boolean = () => true): readonly string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter(accept)
    .flatMap((name) => [join(directory, name), ...inside(join(directory, name))]);
}

/** Others may remove it meanwhile. */
function inside(path: string): readonly string[] {
  try {
    return readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name));
  } catch {
    return [];
  }
}

function lines(program: string, ...args: readonly string[]): readonly string[] {
  const output = execFileSync(program, args, { encoding: 'utf8' });
  return output.split('\n').filter((line) => line.trim() !== '');
}
