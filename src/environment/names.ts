import type { InitFile, ReportProblem } from '../initfile/types.ts';
import { isDnsName } from '../network/rules.ts';

/** Leaves room for `-eth99` in a DNS label of 63 characters. */
const MAX_VM_NAME = 55;
const MAX_NET_NAME = 63;
const MAX_DISK_NAME = 100;
/** Printable ASCII without the slash: disk names become parts of file names. */
const DISK_NAME = /^(?!\.)[\x20-\x2e\x30-\x7e]+$/;
const USER_NAME = /^[A-Za-z_][A-Za-z0-9_.-]{0,31}$/;

/**
 * Reports names that cannot be what they become: host names, DNS names, libvirt names, file names. Names of an init file
 * are not to be trusted: nothing in them may lead out of the images directory or into dnsmasq's configuration.
 */
export function checkNames(initFile: InitFile, report: ReportProblem): void {
  for (const name of initFile.nets.keys()) {
    if (isHostName(name, MAX_NET_NAME)) continue;
    report({
      severity: 'error',
      code: 'BAD_NAME',
      path: ['nets', name],
      message: notHostName('network', name, MAX_NET_NAME),
    });
  }
  for (const domain of initFile.domains.values()) {
    const path = ['domains', domain.name];
    if (!isHostName(domain.name, MAX_VM_NAME)) {
      report({ severity: 'error', code: 'BAD_NAME', path, message: notHostName('VM', domain.name, MAX_VM_NAME) });
    }
    if (domain.sshUser !== undefined && !USER_NAME.test(domain.sshUser)) {
      const message = `\`${domain.sshUser}\` is not a user name`;
      report({ severity: 'error', code: 'BAD_USER_NAME', path: [...path, 'ssh-user'], message });
    }
    domain.disks.forEach(({ name }, index) => {
      if (DISK_NAME.test(name) && name.length <= MAX_DISK_NAME) return;
      const message = `\`${name}\` cannot be part of a file name: printable ASCII without \`/\`, no dot in front, at most ${MAX_DISK_NAME} characters`;
      report({ severity: 'error', code: 'BAD_NAME', path: [...path, 'disks', index, 'name'], message });
    });
  }
}

function isHostName(name: string, limit: number): boolean {
  return name.length <= limit && isDnsName(name);
}

function notHostName(kind: string, name: string, limit: number): string {
  return `${kind} name \`${name}\` cannot be part of a host name: letters, digits, \`-\`, \`_\` and \`.\`, at most ${limit} characters`;
}
