import { expect, test } from 'vitest';
import { ToolError } from '../../../src/host/errors.ts';
import { netFailed } from '../../../src/providers/libvirt/net-errors.ts';
import { domain, found, MGMT, planOf } from '../../support/plan.ts';

const net = found(planOf({ domains: { vm: domain(['lan']) }, nets: { lan: MGMT } }).nets.get('lan'));

function failure(text: string) {
  return netFailed(
    net,
    new ToolError('TOOL_FAILED', `virsh net-create 0a1b-lan failed with exit code 1: error: ${text}`),
  );
}

test.each([
  [
    // libvirt 7 and newer
    'internal error: Check the host setup: interface eth0.5 has kernel autoconfigured IPv6 routes and enabling forwarding  without accept_ra set to 2 will cause the kernel to flush them, breaking networking.',
    'ROUTES_AT_RISK',
    'over eth0.5,',
    'net.ipv6.conf.eth0.5.accept_ra=2',
  ],
  [
    // what users of Lago met
    'internal error: Check the host setup: enabling IPv6 forwarding with RA routes without accept_ra set to 2 is likely to cause routes loss. Interfaces to look at: enp0s31f6',
    'ROUTES_AT_RISK',
    'over enp0s31f6,',
    'net.ipv6.conf.enp0s31f6.accept_ra=2',
  ],
  [
    'failed to enable IP forwarding: Read-only file system',
    'FORWARDING_DENIED',
    'turn on IP forwarding: Read-only file system',
    'isolated',
  ],
  [
    "cannot write to '/proc/sys/net/ipv6/conf/0a1b-x/disable_ipv6' on bridge '0a1b-x': No such file or directory",
    'SYSCTL_DENIED',
    '/proc/sys/net/ipv6/conf/0a1b-x/disable_ipv6',
    'ipv6: false',
  ],
  [
    "cannot write to '/proc/sys/net/ipv6/conf/0a1b-x/disable_ipv6' on bridge '0a1b-x': Read-only file system",
    'SYSCTL_DENIED',
    'disable_ipv6: Read-only file system',
    'as in a container',
  ],
  [
    'internal error: Network is already in use by interface virbr7',
    'SUBNET_IN_USE',
    'the host uses the subnet 192.168.200.0/24 already, on the interface virbr7',
    'LAGO_LEASE_DIR',
  ],
])('a host whose network is set up wrongly is explained: %s', (text, code, message, hint) => {
  const error = failure(text);
  expect(error).toMatchObject({ code, exitCode: 2, hint: expect.stringContaining(hint) });
  expect(error.message).toContain(message);
  expect(error.message).toMatch(/^network lan: /);
});

test('other failures keep the words of libvirt', () => {
  expect(failure('something new')).toMatchObject({ code: 'TOOL_FAILED', exitCode: 1 });
});
