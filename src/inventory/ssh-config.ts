import { type InventoryHost, reachableHosts, sshOptions, sshPath } from './host.ts';

/**
 * Configuration for `ssh -F`: one `Host` per machine, which can then be called by its name. Only the environment's key
 * is offered, and the pinned host key is checked.
 *
 * @throws {UserError} `INVENTORY_VALUE_INVALID` for a value that would change the meaning of the file
 */
export function sshConfig(hosts: readonly InventoryHost[]): string {
  const sections = reachableHosts(hosts).map((host) => {
    const lines: readonly (readonly [string, string])[] = [
      ['HostName', host.ip],
      ...portOf(host),
      ['User', host.user],
      ['IdentityFile', sshPath(host.privateKeyFile)],
      ...sshOptions(host),
    ];
    return [`Host ${host.name}`, ...lines.map(([name, value]) => `  ${name} ${value}`)].join('\n');
  });
  return sections.map((section) => `${section}\n`).join('\n');
}

function portOf({ port }: InventoryHost): (readonly [string, string])[] {
  return port === undefined || port === 22 ? [] : [['Port', String(port)]];
}
