import type { CommandStatus } from '../exec.ts';
import type { ServiceProvider, ServiceState } from './provider.ts';

/** Users other than root often lack the directories of administrators. */
const WITH_SBIN = 'PATH=$PATH:/usr/sbin:/sbin';

/** Services of a guest with init scripts (or Upstart jobs), by the program `service`. */
export const sysvinit: ServiceProvider = {
  name: 'sysvinit',
  async supports(shell) {
    return (await shell.run(['sh', '-c', `${WITH_SBIN} command -v service >/dev/null`])).code === 0;
  },
  async state(service, shell) {
    const text = 'test -e "/etc/init.d/$1" || test -e "/etc/init/$1.conf"';
    const { code } = await shell.run(['sh', '-c', text, 'sh', service]);
    return parseStatus(await shell.runAsRoot(call(service, 'status')), code === 0);
  },
  request: (action, service, shell) => shell.runAsRoot(call(service, action)),
};

function call(service: string, action: string): readonly string[] {
  return ['sh', '-c', `${WITH_SBIN} exec service "$1" "$2"`, 'sh', service, action];
}

/** Reads the answer of `service NAME status`. Upstart's code is 0 whenever it knows the job. */
function parseStatus({ code, out }: CommandStatus, exists: boolean): ServiceState {
  if (/\bstop\/waiting\b|\bis stopped$/m.test(out.trim())) return 'inactive';
  if (code === 0) return 'active';
  return exists ? 'inactive' : 'missing';
}
