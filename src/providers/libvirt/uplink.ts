import { HostError } from '../../host/errors.ts';
import type { NetPlan } from '../plan.ts';
import type { ProviderContext } from '../provider.ts';
import { hasDefaultRoute, type Link, linkNames, showLink } from './links.ts';

/** An interface that a bridge takes, and whether it was up before. */
export interface Uplink {
  readonly interface: string;
  readonly wasUp: boolean;
}

const PREFIX = 'lago uplink';

/** What the alias of a bridge says of its uplink, so that it can be given back by whoever removes the bridge. */
export function uplinkAlias({ interface: name, wasUp }: Uplink): string {
  return `${PREFIX} ${name} ${wasUp ? 'up' : 'down'}`;
}

/** Reads {@link uplinkAlias}; undefined for a bridge without uplink. */
export function parseUplinkAlias(alias: string | undefined): Uplink | undefined {
  const [, name, state] = new RegExp(`^${PREFIX} (\\S+) (up|down)$`).exec(alias ?? '') ?? [];
  return name === undefined ? undefined : { interface: name, wasUp: state === 'up' };
}

/**
 * Looks at the interface that a network wants as its uplink. Undefined when it wants none.
 *
 * @throws {HostError} `UPLINK_MISSING`, or `UPLINK_IN_USE` when the host would lose something.
 */
export async function inspectUplink(
  { name: net, bridge, uplink }: Pick<NetPlan, 'name' | 'bridge' | 'uplink'>,
  context: ProviderContext,
): Promise<Uplink | undefined> {
  if (uplink === undefined) return undefined;
  const link = await showLink(uplink.interface, context);
  if (link === undefined) {
    const message = `network ${net}: the uplink ${uplink.interface} is no interface of this host`;
    throw new HostError('UPLINK_MISSING', message, { hint: `There are ${(await linkNames(context)).join(', ')}.` });
  }
  const found = { interface: uplink.interface, wasUp: link.flags.includes('UP') };
  if (link.master === bridge) return found;
  const use = await useOf(link, uplink.force, context);
  if (use === undefined) return found;
  throw new HostError('UPLINK_IN_USE', `network ${net}: the uplink ${uplink.interface} is in use: ${use.why}`, {
    hint: use.hint,
  });
}

async function useOf(
  link: Link,
  force: boolean,
  context: ProviderContext,
): Promise<{ readonly why: string; readonly hint: string } | undefined> {
  if (link.link_type === 'loopback') return { why: 'it is the loopback', hint: 'Choose another interface.' };
  if (link.master !== undefined) {
    return {
      why: `it is a port of ${link.master}`,
      hint: `Choose another interface, or take it out of ${link.master}.`,
    };
  }
  if (force) return undefined;
  const hint = `Choose another interface. With \`uplink: {interface: ${link.ifname}, force: true}\` it is taken all the same, and the host cannot be reached over it meanwhile.`;
  if (await hasDefaultRoute(link.ifname, context)) return { why: 'the default route of the host leads over it', hint };
  const address = link.addr_info.find(({ scope }) => scope === 'global');
  return address && { why: `the host has the address ${address.local}/${address.prefixlen} on it`, hint };
}
