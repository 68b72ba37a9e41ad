import { code, shortened } from './printable.ts';
import type { Report } from './report.ts';
import type { KeyPath } from './types.ts';

/** Longest DNS label. */
const MAX_LABEL = 63;

/** What may stand in names that become DNS labels, file names, libvirt names and arguments at once. */
const USABLE = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;
/** Names of domains and networks for a JSON Schema. */
export const NAME_PATTERN = USABLE.source;
const LABEL = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

/**
 * Checks the name of a domain or network, which becomes a DNS label, a file name and a libvirt name. What breaks one
 * of them is an error; what only makes a poor label (`_`, `.`, capitals) is a warning, because it worked in Lago.
 */
export function checkName(
  kind: 'domain' | 'network',
  name: string,
  path: KeyPath,
  offset: number,
  report: Report,
): void {
  const expectation = `expected letters, digits and hyphens, at most ${MAX_LABEL}`;
  if (name === '') report.error({ code: 'BAD_NAME', path, offset, message: `a ${kind} without a name` });
  else if (name.length > MAX_LABEL || !USABLE.test(name)) {
    const message = `"${shortened(name, MAX_LABEL)}" cannot be the name of a ${kind}: ${expectation}`;
    report.error({ code: 'BAD_NAME', path, offset, message });
  } else if (!LABEL.test(name)) {
    const message = `${code(name)} makes a poor DNS name`;
    const hint = 'use lower-case letters, digits and hyphens';
    report.warning({ code: 'POOR_NAME', path, offset, message, hint });
  }
}

/** What breaks a file name, an option of `qemu-img`, or a variable reference is not in it. */
const FILE_NAME = /^[^\s\p{Cc}/\\,$`"'<>&]*$/u;
const MAX_DISK_NAME = 128;
/** Names of disks for a JSON Schema. */
export const DISK_NAME = { pattern: FILE_NAME.source, maxLength: MAX_DISK_NAME };

/** Whether a disk's name can be part of a file name. */
export function isUsableDiskName(name: string): boolean {
  return name.length <= MAX_DISK_NAME && FILE_NAME.test(name);
}
