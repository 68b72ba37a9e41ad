import type { InitFile, ReportProblem } from '../initfile/types.ts';
import { isDnsName } from '../network/rules.ts';

/** Leaves room for `-eth99` in a DNS label of 63 characters. */
const MAX_VM_NAME = 55;
const MAX_NET_NAME = 63;
const USER_NAME = /^[A-Za-z_][A-Za-z0-9_.-]{0,31}$/;

/** Whether a text can be the name of a user in a guest. */
export function isUserName(text: string): boolean {
  return USER_NAME.test(text);
}

/** Reports names that the parser let pass but that cannot be what they become: DNS names, user names. */
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
    if (domain.sshUser !== undefined && !isUserName(domain.sshUser)) {
      const message = `\`${domain.sshUser}\` is not a user name`;
      report({ severity: 'error', code: 'BAD_USER_NAME', path: [...path, 'ssh-user'], message });
    }
  }
}

function isHostName(name: string, limit: number): boolean {
  return name.length <= limit && isDnsName(name);
}

function notHostName(kind: string, name: string, limit: number): string {
  const start = `${kind} name \`${name}\` cannot be part of a host name: `;
  if (name.length <= limit && /^[A-Za-z0-9_.-]+$/.test(name)) {
    return `${start}it, and what is between its dots, must begin and end with a letter, digit or \`_\``;
  }
  return `${start}letters, digits, \`-\`, \`_\` and \`.\`, at most ${limit} characters`;
}
