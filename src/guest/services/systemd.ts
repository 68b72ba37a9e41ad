import type { ServiceProvider, ServiceState } from './provider.ts';

/** Services of a guest that systemd runs. That its program is there is not enough: it must be what the guest was booted with. */
export const systemd: ServiceProvider = {
  name: 'systemd',
  async supports(shell) {
    const { code } = await shell.run(['sh', '-c', 'command -v systemctl >/dev/null && test -d /run/systemd/system']);
    return code === 0;
  },
  async state(service, shell) {
    return parseUnitState((await shell.run([...SHOW_UNIT, service])).out);
  },
  request: (action, service, shell) => shell.runAsRoot(['systemctl', action, '--', service]),
};

/** Command that says what {@link parseUnitState} reads; the name of the unit comes after it. */
export const SHOW_UNIT: readonly string[] = ['systemctl', 'show', '--property=LoadState,ActiveState', '--'];

/** Reads `LoadState` and `ActiveState`. A unit that is masked cannot be started: as good as missing. */
export function parseUnitState(text: string): ServiceState {
  const [, load] = /^LoadState=(.*)$/m.exec(text) ?? [];
  const [, active] = /^ActiveState=(.*)$/m.exec(text) ?? [];
  if (active === 'active' || active === 'reloading') return 'active';
  return load === 'loaded' ? 'inactive' : 'missing';
}
