import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HostCheck } from '../host/checks.ts';
import { messageOf, throwIfCancelled } from '../host/errors.ts';
import { tryRun } from '../host/exec.ts';
import type { Services } from './services.ts';

/** Name of the checks. */
const NAME = 'forwarding';
/** Milliseconds for iptables. */
const PATIENCE = 10_000;
/** Flag of /proc/net/ipv6_route for routes that an advertisement made (RTF_ADDRCONF). */
const ADVERTISED = 0x00040000;

/**
 * Checks whether this host forwards packets of networks. libvirt switches that on when a network with NAT starts, so it
 * is missing only where somebody has switched it off again.
 *
 * @param bridges names of bridges whose machines should get out, where they are up.
 * @param root directory in which `proc` is, for tests.
 */
export function checkForwarding(bridges: readonly string[], root = '/'): HostCheck[] {
  const found = [...checkIpv4(bridges, root), ...checkIpv6(root)];
  if (found.length > 0) return found;
  if (readFact(root, 'sys/net/ipv6/conf/all/disable_ipv6') === '1') {
    return [{ name: NAME, status: 'ok', detail: 'IPv6 is switched off on this host: networks get IPv4 only' }];
  }
  return [{ name: NAME, status: 'ok', detail: 'nothing keeps libvirt from forwarding for networks' }];
}

function checkIpv4(bridges: readonly string[], root: string): HostCheck[] {
  const up = bridgesUp(bridges, root);
  if (up.length === 0 || readFact(root, 'sys/net/ipv4/ip_forward') !== '0') return [];
  return [
    {
      name: NAME,
      status: 'warning',
      detail: `IPv4 forwarding is switched off, though networks with NAT are up (${up.join(', ')}): their machines have no way out`,
      fix: 'Run `sudo sysctl net.ipv4.ip_forward=1`, and look into /etc/sysctl.d and the firewall for what switched it off.',
      repair: [['sysctl', 'net.ipv4.ip_forward=1']],
    },
  ];
}

/** libvirt refuses IPv6 where forwarding would cost the host its own routes. */
function checkIpv6(root: string): HostCheck[] {
  if (readFact(root, 'sys/net/ipv6/conf/all/disable_ipv6') === '1') return [];
  const risky = interfacesOf(root).filter(
    (entry) => readFact(root, `sys/net/ipv6/conf/${entry}/accept_ra`) === '1' && hasAdvertisedRoute(root, entry),
  );
  if (risky.length === 0) return [];
  return [
    {
      name: NAME,
      status: 'warning',
      detail: `libvirt will refuse networks with IPv6: ${risky.join(', ')} would lose the routes that router advertisements gave`,
      fix: `Run ${risky.map((entry) => `\`sudo sysctl net.ipv6.conf.${entry}.accept_ra=2\``).join(', ')}, or set \`ipv6: false\` on the networks.`,
      repair: risky.map((entry) => ['sysctl', `net.ipv6.conf.${entry.replaceAll('.', '/')}.accept_ra=2`]),
    },
  ];
}

/** As {@link checkForwardPolicy}, with the rules of this host; only root can read them, and only where they matter. */
export async function checkFirewall(
  bridges: readonly string[],
  { log, signal }: Pick<Services, 'log' | 'signal'>,
): Promise<HostCheck[]> {
  const isOfInterest = isBridgeFiltered('/') || bridgesUp(bridges, '/').length > 0;
  if (process.getuid?.() !== 0 || !isOfInterest) return [];
  try {
    const { code, stdout } = await tryRun('iptables', ['-S', 'FORWARD'], { timeout: PATIENCE, log, signal });
    return code === 0 ? checkForwardPolicy(stdout, bridges) : [];
  } catch (error) {
    throwIfCancelled(signal, 'the check of the firewall');
    log.debug(`iptables does not say what it forwards: ${messageOf(error)}`);
    return [];
  }
}

/**
 * Checks what the `FORWARD` chain of iptables does with packets of machines, from what `iptables -S FORWARD` prints. Its
 * policy DROP (of Docker) alone harms nothing: where libvirt uses iptables, its own rules come first.
 *
 * @param bridges as for {@link checkForwarding}.
 */
export function checkForwardPolicy(rules: string, bridges: readonly string[], root = '/'): HostCheck[] {
  if (!/^-P FORWARD DROP$/m.test(rules)) return [];
  const name = 'firewall';
  const drops = 'the FORWARD chain of iptables drops what no rule lets through (Docker sets that)';
  const up = bridgesUp(bridges, root);
  const cut = up.filter((bridge) => !/ -j LIBVIRT_FW/.test(rules) && !rules.includes(` ${bridge} `));
  return [
    ...(cut.length === 0
      ? []
      : [
          {
            name,
            status: 'warning' as const,
            detail: `${drops}, and has no rules of libvirt: machines on networks with NAT (${cut.join(', ')}) have no way out`,
            fix: 'Stop and start the networks, if a firewall was loaded after them. If libvirt uses nftables, set `firewall_backend = "iptables"` in /etc/libvirt/network.conf and restart libvirt first.',
          },
        ]),
    ...(isBridgeFiltered(root)
      ? [
          {
            name,
            status: 'warning' as const,
            detail: `${drops}, and frames of bridges pass through it: networks of \`type: bridge\` are cut`,
            fix: 'See `bridge filter`.',
          },
        ]
      : []),
  ];
}

/** Whether frames of bridges pass through iptables. */
export function isBridgeFiltered(root: string): boolean {
  return readFact(root, 'sys/net/bridge/bridge-nf-call-iptables') === '1';
}

function bridgesUp(bridges: readonly string[], root: string): string[] {
  const devices = readFact(root, 'net/dev')
    .split('\n')
    .map((line) => line.split(':')[0]?.trim());
  return bridges.filter((bridge) => devices.includes(bridge));
}

function hasAdvertisedRoute(root: string, device: string): boolean {
  return readFact(root, 'net/ipv6_route')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .some((fields) => fields[9] === device && (Number.parseInt(fields[8] ?? '', 16) & ADVERTISED) !== 0);
}

function interfacesOf(root: string): string[] {
  try {
    const entries = readdirSync(join(root, 'proc/sys/net/ipv6/conf'));
    return entries.filter((entry) => entry !== 'all' && entry !== 'default' && entry !== 'lo');
  } catch {
    return [];
  }
}

/** Content of a file of /proc; nothing where it is not there. */
function readFact(root: string, file: string): string {
  try {
    return readFileSync(join(root, 'proc', file), 'utf8').trim();
  } catch {
    return '';
  }
}
