import { HostError, type ToolError } from '../../host/errors.ts';
import type { NetPlan } from '../plan.ts';

const CONTAINER =
  'Is /proc/sys read-only, as in a container? Let libvirt write there, or set net.ipv4.ip_forward=1 and net.ipv6.conf.all.forwarding=1 outside of it.';

/** What libvirt says of a network that it cannot start -> what that means. */
const REASONS: readonly {
  readonly pattern: RegExp;
  readonly code: string;
  readonly why: (match: RegExpExecArray, net: NetPlan) => string;
  readonly hint: (match: RegExpExecArray) => string;
}[] = [
  {
    pattern: /already in use by interface (\S+)/i,
    code: 'SUBNET_IN_USE',
    why: ([, user], { subnet = '' }) => `the host uses the subnet ${subnet} already, on the interface ${user}`,
    hint: () =>
      'Somebody leased it from another state directory: share one (`/var/lib/lago`, or LAGO_LEASE_DIR), destroy and init again.',
  },
  {
    // Forwarding, which libvirt turns on, makes Linux forget what routers announce. Before libvirt 7 the names came last.
    pattern: /Check the host setup: (?:interface ([\w.-]+) has.*IPv6|enabling IPv6 forwarding.*: *([\w.-]+))/is,
    code: 'ROUTES_AT_RISK',
    why: ([, name, first]) => `the host would lose its IPv6 routes over ${name ?? first}, which a router announces`,
    hint: ([, name, first]) =>
      `Run \`sysctl net.ipv6.conf.${name ?? first}.accept_ra=2\` as root, or say \`ipv6: false\` in the network.`,
  },
  {
    pattern: /failed to enable IP forwarding: *(.*)/i,
    code: 'FORWARDING_DENIED',
    why: ([, reason]) => `libvirt cannot turn on IP forwarding: ${reason}`,
    hint: () => `${CONTAINER} An \`isolated\` network needs no forwarding.`,
  },
  {
    pattern: /cannot write to '(\/proc\/sys\/net\/ipv6\/\S+)' on bridge .*: *(.*)/i,
    code: 'SYSCTL_DENIED',
    why: ([, file, reason]) => `libvirt cannot write to ${file}: ${reason}`,
    hint: ([, , reason = '']) =>
      /no such file/i.test(reason)
        ? 'Is IPv6 disabled on the host (ipv6.disable=1)? Say `ipv6: false` in the network.'
        : CONTAINER,
  },
];

/** The error for a network that libvirt refused to start, with the reasons users meet most explained. */
export function netFailed(net: NetPlan, error: ToolError): HostError | ToolError {
  for (const { pattern, code, why, hint } of REASONS) {
    const match = pattern.exec(`${error.message}\n`);
    if (match) {
      return new HostError(code, `network ${net.name}: ${why(match, net)}`, { hint: hint(match), cause: error });
    }
  }
  return error;
}
