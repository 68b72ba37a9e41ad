import { z } from 'zod';
import { HostError, ToolError } from '../../host/errors.ts';
import { toolFailed, tryRun } from '../../host/exec.ts';
import type { ProviderContext } from '../provider.ts';

const linkShape = z.object({
  ifname: z.string(),
  link_type: z.string().default(''),
  flags: z.array(z.string()).default([]),
  /** The bridge (or bond) that it is a port of. */
  master: z.string().optional(),
  ifalias: z.string().optional(),
  addr_info: z
    .array(z.object({ local: z.string().optional(), prefixlen: z.number().default(0), scope: z.string().default('') }))
    .default([]),
});

/** A network interface of this host. */
export type Link = Readonly<z.infer<typeof linkShape>>;

/** An interface with its addresses; undefined when there is none of that name. */
export async function showLink(name: string, context: ProviderContext): Promise<Link | undefined> {
  const { code, stdout } = await tryRun('ip', ['-json', '-details', 'address', 'show', 'dev', name], context);
  if (code !== 0) return undefined;
  return z.array(linkShape.or(z.object({}).transform(() => undefined))).parse(JSON.parse(stdout))[0];
}

/** Names of all interfaces of this host but the loopback. */
export async function linkNames(context: ProviderContext): Promise<readonly string[]> {
  const { code, stdout } = await tryRun('ip', ['-json', 'link', 'show'], context);
  if (code !== 0) return [];
  const links = z.array(z.object({ ifname: z.string() })).parse(JSON.parse(stdout));
  return links.map(({ ifname }) => ifname).filter((name) => name !== 'lo');
}

/** Whether the default route, of IPv4 or IPv6, leads over an interface. */
export async function hasDefaultRoute(name: string, context: ProviderContext): Promise<boolean> {
  const families = ['-4', '-6'].map(async (family) => {
    const { code, stdout } = await tryRun('ip', [family, 'route', 'show', 'default', 'dev', name], context);
    return code === 0 && stdout.trim() !== '';
  });
  return (await Promise.all(families)).includes(true);
}

/**
 * Changes links by `ip link`, as this user or, where that is not allowed, through password-less sudo. Not interrupted: half
 * a change would be nobody's.
 *
 * @throws {HostError} `BRIDGE_DENIED`; {@link ToolError} `BRIDGE_FAILED`.
 */
export async function changeLink(args: readonly string[], bridge: string, { log }: ProviderContext): Promise<void> {
  const direct = await tryRun('ip', ['link', ...args], { log });
  if (direct.code === 0) return;
  const reason = direct.stderr.trim();
  if (!/not permitted|permission denied/i.test(reason)) {
    throw new ToolError('BRIDGE_FAILED', `the bridge ${bridge} cannot be changed: ${reason}`, {
      cause: toolFailed('ip', ['link', ...args], direct),
    });
  }
  const elevated = await tryRun('sudo', ['-n', 'ip', 'link', ...args], { log }).catch(() => undefined);
  if (elevated?.code === 0) return;
  throw new HostError('BRIDGE_DENIED', `this user may not change the bridge ${bridge}: ${reason}`, {
    hint: 'Bridge networks need root or password-less `sudo ip`; networks of `type: nat` do not.',
  });
}
