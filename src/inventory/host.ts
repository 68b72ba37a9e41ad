import { UserError } from '../host/errors.ts';

/** What inventories need to know of one machine. */
export interface InventoryHost {
  readonly name: string;
  /** Management address; a machine without one is left out of inventories. */
  readonly ip?: string | undefined;
  /** 22 by default. */
  readonly port?: number | undefined;
  /** Command that leads to the machine where no direct way does, for `ProxyCommand`. */
  readonly proxyCommand?: string | undefined;
  readonly user: string;
  /** Absolute path. */
  readonly privateKeyFile: string;
  /** File in which `ssh` finds the pinned host key under the machine's name; host keys are not checked without. */
  readonly knownHostsFile?: string | undefined;
  /** Saved spec in Lago's spelling: where the keys of groups are looked up. */
  readonly spec: Readonly<Record<string, unknown>>;
  readonly groups: readonly string[];
}

/**
 * What may not come into a configuration of ssh or Ansible from an init file: line ends and other control characters
 * (they would start a new directive), quotes and backslashes (they would end our quoting), and the openings of Jinja and
 * of variables, which Ansible and ssh evaluate wherever they find them.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const FORBIDDEN = /[\u0000-\u001f\u007f"'\\]|\{[{%#]|\$\{/;

/** A machine whose address is known, all its values checked. */
export interface ReachableHost extends InventoryHost {
  readonly ip: string;
}

/**
 * Machines that have an address, with every value that goes into a configuration checked.
 *
 * @throws {UserError} `INVENTORY_VALUE_INVALID`
 */
export function reachableHosts(hosts: readonly InventoryHost[]): ReachableHost[] {
  return hosts.flatMap((host) => {
    if (host.ip === undefined) return [];
    // Names are patterns to ssh and ranges to Ansible; both take a leading hyphen for an option.
    check(host.name, 'the VM name', (value) => /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(value));
    check(host.ip, `the address of VM ${host.name}`, (value) => /^[A-Za-z0-9:][A-Za-z0-9.:-]*$/.test(value));
    check(host.user, `the SSH user of VM ${host.name}`, (value) => /^[A-Za-z0-9_][A-Za-z0-9_.@+-]*$/.test(value));
    check(host.proxyCommand ?? '', `the way to VM ${host.name}`, (value) => !FORBIDDEN.test(value));
    for (const path of [host.privateKeyFile, host.knownHostsFile ?? '/']) {
      check(path, 'the path', (value) => value.startsWith('/') && !FORBIDDEN.test(value));
    }
    return [{ ...host, ip: host.ip }];
  });
}

function check(value: string, what: string, isFine: (value: string) => boolean): void {
  if (isFine(value)) return;
  throw new UserError(
    'INVENTORY_VALUE_INVALID',
    `${what} ${JSON.stringify(value)} cannot be written into an inventory or an ssh configuration`,
    {
      hint: 'Use letters, digits, dots, hyphens and underscores; in paths anything but quotes, backslashes, {{ and ${.',
    },
  );
}

/**
 * Options that make `ssh` use the environment's key alone and check the pinned host key, each as `Name value`. The key
 * itself is not among them.
 */
export function sshOptions(host: ReachableHost): readonly (readonly [name: string, value: string])[] {
  const known: readonly (readonly [string, string])[] =
    host.knownHostsFile === undefined
      ? [
          ['StrictHostKeyChecking', 'no'],
          ['UserKnownHostsFile', '/dev/null'],
        ]
      : [
          ['StrictHostKeyChecking', 'accept-new'],
          ['UserKnownHostsFile', sshPath(host.knownHostsFile)],
          ['HostKeyAlias', host.name],
        ];
  const way: typeof known = host.proxyCommand === undefined ? [] : [['ProxyCommand', host.proxyCommand]];
  return [...known, ...way, ['IdentitiesOnly', 'yes'], ['LogLevel', 'ERROR']];
}

/** A path the way `ssh` reads it: quoted when it has blanks, per cent signs doubled. */
export function sshPath(path: string): string {
  const escaped = path.replaceAll('%', '%%');
  return /\s/.test(escaped) ? `"${escaped}"` : escaped;
}
