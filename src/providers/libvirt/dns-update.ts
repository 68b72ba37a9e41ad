import { isIPv4 } from 'node:net';
import { ToolError } from '../../host/errors.ts';
import type { PlannedNet, ProviderContext } from '../provider.ts';
import { dnsHost, dnsHosts } from './network-xml.ts';
import type { Virsh } from './virsh.ts';
import { renderXml } from './xml.ts';

/**
 * Makes the DNS of a live network serve other names. libvirt can only replace the whole entry of an address, and refuses a
 * second entry with a name that another one has: the IPv6 twins of changed entries come back with the next start.
 */
export async function updateDns(
  virsh: Virsh,
  before: PlannedNet,
  after: PlannedNet,
  context: ProviderContext,
): Promise<void> {
  const old = dnsHosts(before.net, before.plan);
  const changed = [...dnsHosts(after.net, after.plan)].filter(([ip, names]) => old.get(ip)?.join() !== names.join());
  const update = (verb: 'add' | 'delete', ip: string, names: readonly string[] = []) =>
    virsh.run(
      ['net-update', after.net.libvirtName, verb, 'dns-host', renderXml(dnsHost(ip, names)).trim(), '--live'],
      context,
    );
  for (const [ip] of changed) if (old.has(ip)) await tolerant(update('delete', ip));
  for (const [ip, names] of changed) if (isIPv4(ip)) await update('add', ip, names);
}

/** An entry that is not there need not be removed: an earlier change was interrupted between its two steps. */
async function tolerant(change: Promise<string>): Promise<void> {
  try {
    await change;
  } catch (error) {
    if (!(error instanceof ToolError) || !/couldn't locate a matching/i.test(error.message)) throw error;
  }
}
