import type { CommonOptions } from './options.ts';

/** What the doctor looks at; libvirt and the directories as for every other call. */
export type DoctorOptions = CommonOptions;

/** One thing that was checked on this host. */
export interface DoctorCheck {
  /** What was checked, for example `KVM`. */
  readonly name: string;
  /** `error`: environments cannot run here; `warning`: slower, or some features are missing. */
  readonly status: 'ok' | 'warning' | 'error';
  /** What was found. */
  readonly detail: string;
  /** What to do about it. */
  readonly fix?: string;
}

/** Checks whether environments can run on this host, and says how to mend what is not right. */
export async function doctor(_options: DoctorOptions = {}): Promise<DoctorCheck[]> {
  return [];
}
