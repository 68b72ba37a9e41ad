import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { expect } from 'vitest';
import { destroyEnvironments, listEnvironments } from '../../../src/index.ts';

/** Where this host's state is, in the testbed. */
const STATE = '/var/lib/lago';

/** Everything in the testbed that belongs to an environment, one line each. Nothing else runs environments here. */
export function leftovers(): string[] {
  return [
    ...lines('virsh', '--quiet', 'list', '--all', '--name').map((name) => `domain ${name}`),
    ...lines('virsh', '--quiet', 'net-list', '--all', '--name').map((name) => `network ${name}`),
    ...lines('ip', '-oneline', 'link', 'show', 'type', 'bridge').map((link) => `bridge ${link}`),
    ...lines('ip', '-oneline', 'link', 'show', 'type', 'tun').map((link) => `tap ${link}`),
    ...lines('iptables-save').flatMap((rule) => (/lago/i.test(rule) ? [`rule ${rule}`] : [])),
    ...files(`${STATE}/environments`).map((file) => `record ${file}`),
    ...files(`${STATE}/subnets`).flatMap((file) => (file.endsWith('.lease') ? [`lease ${file}`] : [])),
    ...files(`${STATE}/images`).map((file) => `image ${file}`),
    ...processes(),
  ];
}

/** Fails when something of an environment is left. The watchdog gets a moment: it leaves after everything else. */
export async function expectNothingLeft(): Promise<void> {
  try {
    await expect.poll(leftovers, { timeout: 180_000, interval: 250 }).toEqual([]);
  } catch (error) {
    // Neither the second turn nor the next test is to find it.
    for (const { uuid } of await listEnvironments()) await destroyEnvironments({ uuid });
    throw error;
  }
}

function lines(program: string, ...args: string[]): string[] {
  const output = execFileSync(program, args, { encoding: 'utf8' });
  return output.split('\n').filter((line) => line.trim() !== '');
}

function files(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() && !entry.name.endsWith('.lock') ? [`${entry.parentPath}/${entry.name}`] : [],
  );
}

/** The testbed has process numbers of its own: whatever is to be seen runs in it. */
function processes(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const command = commandOf(pid);
      return /qemu-system|dnsmasq|watchdog\.(js|ts)|dist\/(pre|main|post)\.js/.test(command)
        ? [`process ${pid} ${command}`]
        : [];
    });
}

function commandOf(pid: string): string {
  try {
    // Children of this process that wait to be collected are none any more.
    readlinkSync(`/proc/${pid}/exe`);
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
