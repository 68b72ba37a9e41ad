import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { HostCheck } from '../host/checks.ts';
import { checkForwarding, isBridgeFiltered } from './doctor-forwarding.ts';

/** Logs in which a denial by AppArmor or SELinux is found, the most telling first. */
const LOGS = ['var/log/audit/audit.log', 'var/log/kern.log', 'var/log/syslog', 'var/log/messages'];
/** Bytes of the end of a log that are looked at. */
const TAIL = 1024 * 1024;

/**
 * Checks what the kernel of this host does to networks and disks of machines.
 *
 * @param bridges names of bridges whose machines should get out, where they are up.
 * @param root directory in which `proc` and `var` are, for tests.
 */
export function checkKernel(bridges: readonly string[], root = '/'): HostCheck[] {
  return [...checkForwarding(bridges, root), ...checkBridgeFilter(root), ...checkDenials(root)];
}

/** Docker and others let frames of bridges pass through iptables, whose FORWARD policy they set to DROP. */
function checkBridgeFilter(root: string): HostCheck[] {
  if (!isBridgeFiltered(root)) return [];
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
