import type { ServiceProvider, ServiceState } from './provider.ts';
import { parseUnitState, SHOW_UNIT, systemd } from './systemd.ts';

/** The container in which Lago looks for services. */
const CONTAINER = 'vdsmc';
const INSIDE: readonly string[] = ['docker', 'exec', CONTAINER];

/** Services that systemd runs in a container of the guest, or else in the guest itself. */
export const systemdContainer: ServiceProvider = {
  name: 'systemdcontainer',
  async supports(shell) {
    return (await shell.runAsRoot(['docker', 'inspect', '--type', 'container', CONTAINER])).code === 0;
  },
  async state(service, shell) {
    const inside = await shell.runAsRoot([...INSIDE, ...SHOW_UNIT, service]);
    const state: ServiceState = inside.code === 0 ? parseUnitState(inside.out) : 'missing';
    return state === 'missing' ? systemd.state(service, shell) : state;
  },
  async request(action, service, shell) {
    const inside = await shell.runAsRoot([...INSIDE, 'systemctl', action, '--', service]);
    return inside.code === 0 ? inside : systemd.request(action, service, shell);
  },
};
