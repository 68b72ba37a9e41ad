import type { Services } from './services.ts';
import type { Vm } from './vm.ts';
/** Runs `poweroff` or `reboot` in a guest, by sudo for users other than root. @returns whether the guest took it. */
export declare function askOverSsh(vm: Vm, command: 'poweroff' | 'reboot', { log, signal }: Services): Promise<boolean>;
