import { ToolError } from '../../host/errors.ts';
import type { NetPlan } from '../plan.ts';
import type { ProviderContext } from '../provider.ts';
import { changeLink, showLink } from './links.ts';
import { inspectUplink, parseUplinkAlias, type Uplink, uplinkAlias } from './uplink.ts';

/**
 * Creates a Linux bridge, takes its uplink, and brings it up; one that exists already is completed. STP stays off, and the
 * host gets no address on it, whatever it hears from there.
 *
 * @throws {HostError} `UPLINK_MISSING`, `UPLINK_IN_USE`, `BRIDGE_DENIED`; {@link ToolError} `BRIDGE_FAILED`.
 */
export async function createBridge(
  net: Pick<NetPlan, 'name' | 'bridge' | 'mtu' | 'uplink'>,
  context: ProviderContext,
): Promise<void> {
  const { bridge, mtu } = net;
  const change = (...args: readonly string[]) => changeLink(args, bridge, context);
  const uplink = await inspectUplink(net, context);
  const existing = await showLink(bridge, context);
  if (existing === undefined) {
    await change('add', 'name', bridge, 'type', 'bridge', 'stp_state', '0', 'forward_delay', '0');
  }
  // Noted before anything is taken. A second start would take a state that the first one has made for the one before.
  if (uplink && parseUplinkAlias(existing?.ifalias) === undefined) {
    await change('set', 'dev', bridge, 'alias', uplinkAlias(uplink));
  }
  if (mtu !== undefined) await change('set', 'dev', bridge, 'mtu', `${mtu}`);
  await withoutAddresses(bridge, context);
  await change('set', 'dev', bridge, 'up');
  if (uplink) await change('set', 'dev', uplink.interface, 'master', bridge);
  if (uplink) await change('set', 'dev', uplink.interface, 'up');
}

/**
 * Gives back the uplink of a Linux bridge as it was, and removes the bridge; one that is gone already is fine. Needs nothing
 * but the name: what else has to be known is noted at the bridge.
 *
 * @throws {HostError} `BRIDGE_DENIED`; {@link ToolError} `BRIDGE_FAILED`.
 */
export async function removeBridge(bridge: string, context: ProviderContext): Promise<void> {
  const link = await showLink(bridge, context);
  if (link === undefined) return;
  const uplink = parseUplinkAlias(link.ifalias);
  if (uplink) await release(uplink, bridge, context);
  await changeLink(['delete', 'dev', bridge, 'type', 'bridge'], bridge, context);
}

/** Takes an uplink out of its bridge. What somebody else has taken meanwhile is left alone. */
async function release({ interface: name, wasUp }: Uplink, bridge: string, context: ProviderContext): Promise<void> {
  const port = await showLink(name, context);
  if (port === undefined || (port.master !== undefined && port.master !== bridge)) return;
  if (port.master === bridge) await changeLink(['set', 'dev', name, 'nomaster'], bridge, context);
  if (!wasUp) await changeLink(['set', 'dev', name, 'down'], bridge, context);
}

/** Keeps IPv6 from giving the host addresses on a bridge, if there is IPv6. */
async function withoutAddresses(bridge: string, context: ProviderContext): Promise<void> {
  try {
    await changeLink(['set', 'dev', bridge, 'addrgenmode', 'none'], bridge, context);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    context.log.debug(error.message);
  }
}
