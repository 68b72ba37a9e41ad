import { resolve } from 'node:path';
import { UserError } from '../../host/errors.ts';
import { assertAllowedPath } from '../allowed.ts';
import { type GuestfsOptions, runGuestfs } from './guestfs.ts';

/** One `build` entry of a disk. */
export interface BuildStep {
  readonly builder: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** What running `build` entries needs. */
export interface BuildOptions extends GuestfsOptions {
  /** File with the environment's public key, for `ssh-inject` without a value. */
  readonly publicKeyFile: string;
  /** Absolute directories in which files that go into the disk must lie. */
  readonly roots: readonly string[];
}

/**
 * Options that change what is in the disk and nothing else. The program takes abbreviations and options for other disks,
 * so what is not listed here, letter by letter, is refused.
 */
const ALLOWED = new Set(
  `append-line chmod chown copy copy-in delete firstboot firstboot-command firstboot-install hostname install link m memsize
  mkdir move network no-network no-selinux-relabel password password-crypto q quiet root-password run run-command scrub
  selinux-relabel smp ssh-inject timezone touch truncate truncate-recursive uninstall update upload v verbose write x`.split(
    /\s+/,
  ),
);
/** What only trusted init files may use: it runs code on the host or takes files that cannot be told from the value. */
const TRUSTED = new Set(
  `commands-from-file edit inject-qemu-ga inject-virtio-win sm-attach sm-credentials sm-register sm-remove sm-unregister
  tar-in`.split(/\s+/),
);
/** Options whose value names a file of the host, and where in the value it is. */
const HOST_FILES: Readonly<Record<string, RegExp>> = {
  'copy-in': /^(?<file>.*):[^:]*$/s,
  firstboot: /^(?<file>.*)$/s,
  password: /^[^:]*:file:(?<file>.*)$/s,
  'root-password': /^file:(?<file>.*)$/s,
  run: /^(?<file>.*)$/s,
  'ssh-inject': /^[^:]*:file:(?<file>.*)$/s,
  upload: /^(?<file>.*):[^:]*$/s,
};

/**
 * Options of a `virt-customize` entry as arguments, in the order of the file. A list repeats the option; nothing (an empty
 * string or list, null, false, 0) gives the option alone, as in Lago. One letter takes a single dash.
 */
export function customizeArgs(options: BuildStep['options'], publicKeyFile: string): string[] {
  return Object.entries(options).flatMap(([name, value]) => {
    const flag = name.length === 1 ? `-${name}` : `--${name}`;
    if (name === 'ssh-inject' && isNothing(value)) return [flag, `root:file:${publicKeyFile}`];
    if (isNothing(value)) return [flag];
    return (Array.isArray(value) ? value : [value]).flatMap((item) => [flag, String(item)]);
  });
}

function isNothing(value: unknown): boolean {
  return !value || (Array.isArray(value) && value.length === 0);
}

/** Files of the host that an entry reads: an init file may be a stranger's. */
export function hostFiles(options: BuildStep['options']): string[] {
  return Object.entries(options).flatMap(([name, value]) => {
    const pattern = Object.hasOwn(HOST_FILES, name) ? HOST_FILES[name] : undefined;
    const values = isNothing(value) ? [] : Array.isArray(value) ? value : [value];
    return pattern ? values.flatMap((item) => pattern.exec(String(item))?.groups?.file ?? []) : [];
  });
}

async function checkStep({ builder, options }: BuildStep, { vm, cwd = '/', roots }: BuildOptions): Promise<void> {
  if (builder !== 'virt-customize' && builder !== 'virt_customize') {
    throw new UserError('BUILDER_UNKNOWN', `VM ${vm}: there is no builder ${builder}`, {
      hint: 'The one there is: virt-customize.',
    });
  }
  const trusted = roots.includes('/');
  const refused = Object.keys(options).find((name) => !ALLOWED.has(name) && !(trusted && TRUSTED.has(name)));
  if (refused !== undefined) throw optionRefused(vm, refused);
  for (const file of hostFiles(options)) await assertAllowedPath(resolve(cwd, file), roots, `a build step of VM ${vm}`);
}

function optionRefused(vm: string, name: string): UserError {
  const hint = TRUSTED.has(name)
    ? 'It can reach the host: allow it with `allow-host-paths: /` if you trust the init file.'
    : 'Write the full name of an option that changes what is in the disk; the disk itself is given already.';
  const message = `VM ${vm}: the option ${JSON.stringify(name)} of virt-customize cannot be used in \`build\``;
  return new UserError('BUILD_OPTION_REFUSED', message, { hint });
}

/**
 * Runs the `build` entries of a disk, one after the other; all are checked before the first runs.
 *
 * @throws {UserError} `BUILDER_UNKNOWN`, `BUILD_OPTION_REFUSED`, `DISK_PATH_NOT_ALLOWED`; as {@link runGuestfs}.
 */
export async function runBuild(steps: readonly BuildStep[], options: BuildOptions): Promise<void> {
  for (const step of steps) await checkStep(step, options);
  for (const { options: wanted } of steps) {
    const args = ['--format', 'qcow2', '-a', options.disk, ...customizeArgs(wanted, options.publicKeyFile)];
    await runGuestfs('virt-customize', args, options);
  }
}
