// What an environment leaves when it was not removed. The testbed is ours alone, so everything there counts.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';

function linesOf(program, ...args) {
  const { stdout, status, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (error || status !== 0) throw error ?? new Error(`${program} failed with exit code ${status}`);
  return stdout.split('\n').filter((line) => line.trim() !== '');
}

function filesIn(directory, ending) {
  if (!existsSync(directory)) return [];
  return readdirSync(directory).filter((name) => name.endsWith(ending));
}

/**
 * Looks for machines, networks, bridges, processes, leases and owner records.
 *
 * @param {string} workdir the environment's, which must be gone
 * @returns {string[]} one text for each thing found
 */
export function leftovers(workdir) {
  const found = {
    domain: linesOf('virsh', '-q', 'list', '--all', '--name'),
    network: linesOf('virsh', '-q', 'net-list', '--all', '--name'),
    bridge: linesOf('ip', '-o', 'link', 'show', 'type', 'bridge'),
    process: linesOf('ps', '-eo', 'comm=').filter((name) => /^(qemu|dnsmasq|lago)/.test(name)),
    'owner record': filesIn('/var/lib/lago/environments', '.json'),
    'subnet lease': filesIn('/var/lib/lago/subnets', '.lease'),
    workdir: existsSync(workdir) ? [workdir] : [],
  };
  return Object.entries(found).flatMap(([kind, names]) => names.map((name) => `${kind} ${name}`));
}
