import { expect } from 'vitest';
import type { HostSsh } from './host/ssh.ts';

// What an environment may leave on a host, one line each. Locks and empty directories are nobody's harm.
const FIND_LEFTOVERS = `
export LIBVIRT_DEFAULT_URI=qemu:///system
virsh --quiet list --all --name | sed '/^$/d; s/^/domain /'
virsh --quiet net-list --all --name | sed '/^$/d; /^default$/d; s/^/network /'
ip -oneline link show type bridge | sed 's/^/bridge /'
ip -oneline link show type tun | sed 's/^/tap /'
ps -eo args= | grep -E '^[^[ ]*(qemu-system|dnsmasq|node|lago-watchdog)' | sed 's/^/process /' || true
iptables-save | grep -i lago | sed 's/^/rule /' || true
for state in /var/lib/lago /home/runner/.local/state/lago /home/runner/.local/share/lago; do
  [ ! -d "$state" ] || find "$state" -type f '(' -path '*/environments/*.json' -o -name '*.lease' -o -path '*/images/*' ')'
done | sed 's/^/file /'
find /home/runner/actions-runner -name .lago 2>/dev/null | sed 's/^/workdir /' || true
`;

/** Finds everything on the host that belongs to an environment, whosever. None means: as if none had ever been there. */
export async function leftovers(ssh: HostSsh): Promise<string[]> {
  const found = await ssh.script('root', FIND_LEFTOVERS);
  return found.split('\n').filter((line) => line !== '');
}

/** Fails when something of an environment is left. libvirt's helpers get a moment: they end after it says that all is done. */
export async function expectNothingLeft(ssh: HostSsh): Promise<void> {
  await expect.poll(() => leftovers(ssh), { timeout: 180_000, interval: 1000 }).toEqual([]);
}
