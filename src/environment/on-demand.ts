// Parts of the SDK that many programs never call, and that need much of the rest: loaded by their first call.
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
export async function planInitFile(options: InitOptions = {}): Promise<PlanDocument> {
  return (await import('./preview.ts')).planInitFile(options);
}

/**
 * Checks an init file as far as that goes without a host: syntax, keys, types, and the topology.
 *
 * @throws {InitFileError} with all errors.
 */
export async function validateInitFile(options: InitFileOptions = {}): Promise<Pick<PlanDocument, 'warnings'>> {
  return (await import('./preview.ts')).validateInitFile(options);
}

/** Checks whether environments can run on this host, and says how to mend what is not right. */
export async function doctor(options: DoctorOptions = {}): Promise<DoctorCheck[]> {
  return (await import('./doctor.ts')).doctor(options);
}

/**
 * Writes a commented init file to begin with, one that {@link validateInitFile} accepts.
 *
 * @returns its absolute path.
 * @throws {UserError} `INIT_FILE_EXISTS`, `NEW_OPTION_INVALID`; {@link HostError} `PERMISSION_DENIED`, `FILE_FAILED`, ...
 */
export async function newInitFile(options: NewInitFileOptions = {}): Promise<string> {
  return (await import('./new-init-file.ts')).newInitFile(options);
}
