import type { Logger } from '../index.ts';
import type { HostCommands } from './commands.ts';
/**
 * Makes a host ready: installs QEMU and libvirt when they are missing, opens `/dev/kvm` and libvirt's socket for this user,
 * and gives it a place for state that QEMU can reach.
 * What cannot be done is a warning: whether the environment can run is for the run itself to tell.
 */
export declare function setUpHost(host: HostCommands, log: Logger, signal: AbortSignal): Promise<void>;
