import type { GuestConnection } from '../../guest/connection.ts';
import { exec } from '../../guest/exec.ts';
import { KEY_COMMENT } from './access.ts';

/** Sets `ref` to a file as old as the boot. POSIX, for BusyBox too. */
const SINCE_BOOT = `
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
read -r up _ </proc/uptime
ref=/run/lago-build.boot
touch -d "@$(($(date +%s) - \${up%%.*} - 1))" "$ref" || exit 1
newer() { [ -f "$1" ] && [ "$1" -nt "$ref" ]; }
`;

/** Names the host keys that this boot has made. */
const NOTE = `${SINCE_BOOT}
for key in /etc/ssh/ssh_host_*key* /etc/dropbear/dropbear_*_host_key; do
  newer "$key" && echo "$key"
done
exit 0
`;

/** Arguments: the host keys to remove. */
const CLEAN = `${SINCE_BOOT}
for key; do rm -f "$key"; done

# A key of ours that stays would keep that of the next boot from being written; so would those of others.
for home in /root /home/*; do
  keys=$home/.ssh/authorized_keys
  [ -f "$keys" ] || continue
  grep -v ' ${KEY_COMMENT}$' "$keys" >"$ref.keys"
  if [ -s "$ref.keys" ]; then
    cat "$ref.keys" >"$keys"
    echo "$keys has keys of others"
  else rm -f "$keys"; fi
done
rm -f "$ref.keys"

# cloud-init would take the next machine for this one.
rm -rf /var/lib/cloud/data /var/lib/cloud/handlers /var/lib/cloud/instance /var/lib/cloud/instances \\
  /var/lib/cloud/scripts /var/lib/cloud/sem
for file in /etc/netplan/50-cloud-init.yaml /etc/network/interfaces.d/50-cloud-init /etc/systemd/network/*cloud-init* \\
  /etc/NetworkManager/system-connections/cloud-init-* /etc/udev/rules.d/*persistent-net*.rules \\
  /etc/sudoers.d/90-cloud-init-users; do
  newer "$file" && rm -f "$file"
done

# What a machine notes about its networks, and the randomness that it hands to its next boot.
rm -f /var/lib/dhcp/*.leases /var/lib/dhclient/*.lease /var/lib/dhcpcd/*.lease /var/lib/NetworkManager/*.lease \\
  /var/lib/NetworkManager/timestamps /var/lib/NetworkManager/seen-bssids
if command -v systemctl >/dev/null 2>&1; then systemctl stop systemd-random-seed.service 2>/dev/null; fi
rm -f /var/lib/systemd/random-seed /var/lib/systemd/credential.secret /var/lib/urandom/random-seed \\
  /var/lib/misc/random-seed /var/lib/seedrng/seed.*

# Logs of this boot; whoever writes them goes on writing to memory.
if command -v journalctl >/dev/null 2>&1; then journalctl --relinquish-var >/dev/null 2>&1; fi
read -r id 2>/dev/null </etc/machine-id && [ -n "$id" ] && rm -rf "/var/log/journal/$id"
find /var/log -type f -newer "$ref" 2>/dev/null | while IFS= read -r file; do : >"$file"; done

if [ -f /etc/machine-id ]; then : >/etc/machine-id; fi
newer /var/lib/dbus/machine-id && [ ! -L /var/lib/dbus/machine-id ] && rm -f /var/lib/dbus/machine-id
rm -f "$ref"
sync
# Gives what was removed back to the image.
fstrim -a 2>/dev/null || fstrim / 2>/dev/null
sync
exit 0
`;

/** Milliseconds for each of these scripts; an emulated guest takes its time to write to its disk. */
const TIMEOUT = 300_000;

/** Host keys that the running boot has made, so that a later boot may make others. Called before anything else runs. */
export async function noteHostKeys(connection: GuestConnection, signal?: AbortSignal): Promise<readonly string[]> {
  const { out } = await exec(connection, ['sh', '-c', NOTE], { title: 'look at host keys', timeout: TIMEOUT, signal });
  return out.split('\n').filter((line) => line !== '');
}

/** Removes what belongs to this boot alone: keys, identities, leases, logs. What the steps have made stays. */
export async function cleanGuest(
  connection: GuestConnection,
  hostKeys: readonly string[],
  signal?: AbortSignal,
): Promise<void> {
  const { log } = connection.options;
  const command = ['sh', '-c', CLEAN, 'clean', ...hostKeys];
  const { out } = await exec(connection, command, { title: 'clean up', timeout: TIMEOUT, signal });
  if (out.trim() !== '') log.warning(`${connection.name}: ${out.trim()}: a machine with this disk may refuse its own`);
}

/** Asks the guest to power off; that it hangs up meanwhile is no failure. */
export async function askToPowerOff(connection: GuestConnection, signal?: AbortSignal): Promise<void> {
  const text = 'if command -v systemctl >/dev/null 2>&1; then systemctl poweroff --no-block; else poweroff; fi';
  const options = { title: 'power off', check: false, timeout: 30_000, signal };
  await exec(connection, ['sh', '-c', text], options).catch((error: unknown) => {
    connection.options.log.debug(`powering off: ${String(error)}`);
  });
}
