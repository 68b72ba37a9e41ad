import type { HostCheck } from '../host/checks.ts';
import type { CommonOptions } from './options.ts';
/** What the doctor looks at: libvirt and the directories as for every other call. */
export interface DoctorOptions extends CommonOptions {
    /**
     * Mends what can be mended safely, as root or by `sudo`: removes environments that nobody owns, starts libvirt, loads
     * KVM's module, lets QEMU into directories. Installs nothing. False by default.
     */
    readonly fix?: boolean;
}
/** One thing that was checked on this host. */
export type DoctorCheck = HostCheck;
/** Checks whether environments can run on this host, and says how to mend what is not right; mends it with `fix`. */
export declare function doctor(options?: DoctorOptions): Promise<DoctorCheck[]>;
