import type { DoctorCheck, DoctorOptions } from './doctor.ts';
import type { NewInitFileOptions } from './new-init-file.ts';
import type { InitFileOptions, InitOptions } from './options.ts';
import type { PlanDocument } from './preview.ts';
/**
 * Plans an init file without touching anything: addresses, disks and libvirt definitions as `init` would decide them now.
 *
 * @throws {InitFileError} with all mistakes of the file; {@link HostError} `LIBVIRT_UNREACHABLE`, `KVM_UNUSABLE`, ...;
 *   {@link ToolError} of template repositories.
 */
export declare function planInitFile(options?: InitOptions): Promise<PlanDocument>;
/**
 * Checks an init file as far as that goes without a host: syntax, keys, types, and the topology.
 *
 * @throws {InitFileError} with all errors.
 */
export declare function validateInitFile(options?: InitFileOptions): Promise<Pick<PlanDocument, 'warnings'>>;
/** Checks whether environments can run on this host, and says how to mend what is not right. */
export declare function doctor(options?: DoctorOptions): Promise<DoctorCheck[]>;
/**
 * Writes a commented init file to begin with, one that {@link validateInitFile} accepts.
 *
 * @returns its absolute path.
 * @throws {UserError} `INIT_FILE_EXISTS`, `NEW_OPTION_INVALID`; {@link HostError} `PERMISSION_DENIED`, `FILE_FAILED`, ...
 */
export declare function newInitFile(options?: NewInitFileOptions): Promise<string>;
