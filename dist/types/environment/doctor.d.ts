import type { HostCheck } from '../host/checks.ts';
import type { CommonOptions } from './options.ts';
/** What the doctor looks at: libvirt and the directories as for every other call. */
export type DoctorOptions = CommonOptions;
/** One thing that was checked on this host. */
export type DoctorCheck = HostCheck;
/** Checks whether environments can run on this host, and says how to mend what is not right. Changes nothing. */
export declare function doctor(options?: DoctorOptions): Promise<DoctorCheck[]>;
