import { HostError } from '../../host/errors.ts';
import { tryRun } from '../../host/exec.ts';
import type { ProviderContext } from '../provider.ts';

/** Creates a Linux bridge without uplink and brings it up; one that exists already is left as it is. STP stays off. */
export async function createBridge(name: string, context: ProviderContext): Promise<void> {
  if (await bridgeExists(name, context)) return;
  await ip(['link', 'add', 'name', name, 'type', 'bridge', 'stp_state', '0', 'forward_delay', '0'], name, context);
  await ip(['link', 'set', 'dev', name, 'up'], name, context);
}

/** Removes a Linux bridge; one that is gone already is fine. */
export async function removeBridge(name: string, context: ProviderContext): Promise<void> {
  if (await bridgeExists(name, context)) await ip(['link', 'delete', 'dev', name, 'type', 'bridge'], name, context);
}

async function bridgeExists(name: string, context: ProviderContext): Promise<boolean> {
  return (await tryRun('ip', ['link', 'show', 'dev', name], context)).code === 0;
}

/** Changes links as this user or, where that is not allowed, through password-less sudo. */
async function ip(args: readonly string[], bridge: string, context: ProviderContext): Promise<void> {
  const direct = await tryRun('ip', args, context);
  if (direct.code === 0) return;
  const elevated = await tryRun('sudo', ['-n', 'ip', ...args], context).catch(() => undefined);
  if (elevated?.code === 0) return;
  throw new HostError('BRIDGE_DENIED', `the bridge ${bridge} cannot be changed: ${direct.stderr.trim()}`, {
    hint: 'Bridge networks need root or password-less `sudo ip`; networks of `type: nat` do not.',
  });
}
