import { throwIfCancelled } from '../host/errors.ts';
import type { Services } from './services.ts';
import type { Vm } from './vm.ts';

/** Seconds for the command: the connection may break before it ends. */
const COMMAND_TIMEOUT = 10;

/** Runs `poweroff` or `reboot` in a guest, by sudo for users other than root. @returns whether the guest took it. */
export async function askOverSsh(vm: Vm, command: 'poweroff' | 'reboot', { log, signal }: Services): Promise<boolean> {
  if (!(await vm.sshReachable())) return false;
  try {
    const options = { check: false, timeout: COMMAND_TIMEOUT, ...(signal ? { signal } : {}) };
    const { code, err } = await vm.ssh(asRoot(command), options);
    if (code !== 0) log.warning(`VM ${vm.name}: \`${command}\` ended with ${code}: ${err.trim()}`);
    return code === 0;
  } catch {
    throwIfCancelled(signal, `the ${command} of VM ${vm.name}`);
    // It went down before it could answer.
    return true;
  } finally {
    await vm.close();
  }
}

/** As root, or by sudo for other users. */
function asRoot(command: 'poweroff' | 'reboot'): string {
  return `if [ "$(id -u)" = 0 ]; then ${command}; else sudo -n ${command}; fi`;
}
