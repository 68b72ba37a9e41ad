import { closeSync, fstatSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { HostCheck } from '../host/checks.ts';

/** Logs in which a denial by AppArmor or SELinux is found, the most telling first. */
const LOGS = ['var/log/audit/audit.log', 'var/log/kern.log', 'var/log/syslog', 'var/log/messages'];
/** Bytes of the end of a log that are looked at. */
const TAIL = 1024 * 1024;

/**
 * Checks what the kernel of this host does to networks and disks of machines.
 *
 * @param root directory in which `proc` and `var` are, for tests.
 */
export function checkKernel(root = '/'): HostCheck[] {
  return [...checkForwarding(root), ...checkBridgeFilter(root), ...checkDenials(root)];
}

/** libvirt switches forwarding on with a network; it refuses IPv6 where that would cost the host its own routes. */
function checkForwarding(root: string): HostCheck[] {
  const name = 'forwarding';
  const conf = join(root, 'proc/sys/net/ipv6/conf');
  if (read(join(conf, 'all/disable_ipv6')) === '1') {
    const detail = 'IPv6 is switched off on this host: networks get IPv4 only';
    return [{ name, status: 'ok', detail }];
  }
  const risky = interfacesOf(conf).filter(
    (entry) => read(join(conf, entry, 'accept_ra')) === '1' && hasAdvertisedRoute(root, entry),
  );
  if (risky.length === 0) return [{ name, status: 'ok', detail: 'nothing keeps libvirt from forwarding for networks' }];
  return [
    {
      name,
      status: 'warning',
      detail: `libvirt will refuse networks with IPv6: ${risky.join(', ')} would lose the routes that router advertisements gave`,
      fix: `Run ${risky.map((entry) => `\`sudo sysctl net.ipv6.conf.${entry}.accept_ra=2\``).join(', ')}, or set \`ipv6: false\` on the networks.`,
      repair: risky.map((entry) => ['sysctl', `net.ipv6.conf.${entry.replaceAll('.', '/')}.accept_ra=2`]),
    },
  ];
}

/** Flag of /proc/net/ipv6_route for routes that an advertisement made (RTF_ADDRCONF). */
const ADVERTISED = 0x00040000;

function hasAdvertisedRoute(root: string, device: string): boolean {
  return read(join(root, 'proc/net/ipv6_route'))
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .some((fields) => fields[9] === device && (Number.parseInt(fields[8] ?? '', 16) & ADVERTISED) !== 0);
}

/** Docker and others let frames of bridges pass through iptables, whose FORWARD policy they set to DROP. */
function checkBridgeFilter(root: string): HostCheck[] {
  const filtered = read(join(root, 'proc/sys/net/bridge/bridge-nf-call-iptables')) === '1';
  if (!filtered) return [];
  return [
    {
      name: 'bridge filter',
      status: 'warning',
      detail:
        'frames of bridges pass through iptables (Docker switches that on): networks of `type: bridge` may be cut',
      fix: 'Run `sudo sysctl net.bridge.bridge-nf-call-iptables=0`, unless something here relies on it (Kubernetes does).',
    },
  ];
}

/** Denials that concern QEMU or libvirt; the last one is shown. */
function checkDenials(root: string): HostCheck[] {
  const lines = LOGS.flatMap((file) => tail(join(root, file)).split('\n'));
  const last = lines.findLast((line) => APPARMOR.test(line) || SELINUX.test(line));
  if (last === undefined) return [];
  const file = /(?:name|path)="([^"]+)"/.exec(last)?.[1] ?? 'a file';
  const apparmor = APPARMOR.test(last);
  return [
    {
      name: apparmor ? 'AppArmor' : 'SELinux',
      status: 'warning',
      detail: `it kept QEMU from ${file} (the last denial in the log)`,
      fix: apparmor
        ? 'Add the directory to /etc/apparmor.d/local/abstractions/libvirt-qemu, as `/directory/** rwk,`, or use directories below /var/lib/lago.'
        : 'Label the directory: `sudo semanage fcontext -a -t virt_image_t "/directory(/.*)?"`, then `sudo restorecon -R /directory`.',
    },
  ];
}

const APPARMOR = /apparmor="DENIED".*profile="libvirt-/;
const SELINUX = /avc:\s+denied.*scontext=\S*(?:svirt|virtqemud|virtd)_/;

function interfacesOf(conf: string): string[] {
  try {
    return readdirSync(conf).filter((entry) => entry !== 'all' && entry !== 'default' && entry !== 'lo');
  } catch {
    return [];
  }
}

/** Logs can have gigabytes. */
function tail(file: string): string {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch {
    return '';
  }
  try {
    const start = Math.max(fstatSync(handle).size - TAIL, 0);
    const buffer = Buffer.alloc(TAIL);
    return buffer.toString('utf8', 0, readSync(handle, buffer, 0, TAIL, start));
  } finally {
    closeSync(handle);
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}
