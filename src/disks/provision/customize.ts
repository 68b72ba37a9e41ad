import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { UserError } from '../../host/errors.ts';
import { assertAllowedPath } from '../allowed.ts';

/** Options of a `virt-customize` entry: what the init file has. */
export type CustomizeOptions = Readonly<Record<string, unknown>>;

/** What an entry is checked by. */
export interface CustomizeRules {
  /** What messages call the entry: `build entry 1 of VM web`. */
  readonly what: string;
  /** Directory that relative paths refer to. */
  readonly cwd: string;
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
/** Options without a value. All others have one, but for `ssh-inject`, which has ours without. */
const FLAGS = new Set(
  `network no-network no-selinux-relabel q quiet selinux-relabel sm-register sm-remove sm-unregister update v verbose
  x`.split(/\s+/),
);
/** Options whose value names a file of the host, and where in the value it is. The program parts pairs at the first colon. */
const HOST_FILES: Readonly<Record<string, RegExp>> = {
  'copy-in': /^(?<file>[^:]*):/,
  firstboot: /^(?<file>.*)$/s,
  password: /^[^:]*:(?:lock(?:ed)?:)*file:(?<file>.*)$/s,
  'root-password': /^(?:lock(?:ed)?:)*file:(?<file>.*)$/s,
  run: /^(?<file>.*)$/s,
  'ssh-inject': /^[^:]*:file:(?<file>.*)$/s,
  'tar-in': /^(?<file>[^:]*):/,
  upload: /^(?<file>[^:]*):/,
};
/** Values that give something else each time: passwords that the program makes up. */
const RANDOM: Readonly<Record<string, RegExp>> = {
  password: /^[^:]*:(?:lock(?:ed)?:)*random$/,
  'root-password': /^(?:lock(?:ed)?:)*random$/,
};

/** An option as it stands in a call, with one of its values if it has any. */
export interface CustomizeArgument {
  readonly name: string;
  readonly value?: string;
}

/**
 * Options in the order of the file, one by one. A list repeats the option; nothing (an empty string or list, null, false, 0)
 * gives the option alone, as in Lago, and so does `true` where it takes no value.
 */
export function customizeArguments(options: CustomizeOptions): CustomizeArgument[] {
  return Object.entries(options).flatMap(([name, value]): CustomizeArgument[] => {
    if (isNothing(value) || (value === true && FLAGS.has(name))) return [{ name }];
    return (Array.isArray(value) ? value : [value]).map((item) => ({ name, value: String(item) }));
  });
}

/** Whether an option stands without a value. */
function isNothing(value: unknown): boolean {
  return !value || (Array.isArray(value) && value.length === 0);
}

/**
 * Options as arguments of `virt-customize`; one letter takes a single dash. `ssh-inject` alone gets the given key. Each is one
 * word with its value: as a word of its own, a value after an option that takes none would be an option itself.
 */
export function customizeArgs(options: CustomizeOptions, publicKeyFile: string): string[] {
  return customizeArguments(options).map(({ name, value }) => {
    if (name === 'ssh-inject' && value === undefined) return `--ssh-inject=root:file:${publicKeyFile}`;
    if (value === undefined) return name.length === 1 ? `-${name}` : `--${name}`;
    // The one option of a letter that has a value. The program would take a longer word for the beginning of another option.
    return `--${name === 'm' ? 'memsize' : name}=${value}`;
  });
}

/** File of the host that an option takes in, as it is written; undefined when it takes none. */
export function hostFile({ name, value }: CustomizeArgument): string | undefined {
  const pattern = Object.hasOwn(HOST_FILES, name) ? HOST_FILES[name] : undefined;
  return value === undefined ? undefined : pattern?.exec(value)?.groups?.file;
}

/** Whether a value means something else for each environment: its own key, that of the user who builds, a random password. */
export function isForOneEnvironment({ name, value }: CustomizeArgument): boolean {
  if (name === 'ssh-inject') return value === undefined || takesUserKey({ name, value });
  return value !== undefined && Object.hasOwn(RANDOM, name) && RANDOM[name]?.test(value) === true;
}

/** The user whose password an argument sets; undefined when it sets none. */
export function passwordUser({ name, value }: CustomizeArgument): string | undefined {
  if (name === 'root-password') return 'root';
  return name === 'password' ? value?.split(':')[0] : undefined;
}

/** A user of the guest without a key: the program takes the newest of `~/.ssh/id*.pub`. */
function takesUserKey({ name, value }: CustomizeArgument): boolean {
  return name === 'ssh-inject' && value !== undefined && /^[^:]*:?$/.test(value);
}

/** What is wrong with an option, whatever the host has. */
export interface OptionProblem {
  readonly name: string;
  /** Begins with the option; what it is an option of comes before. */
  readonly message: string;
  readonly hint: string;
}

/** What is wrong with the options of an entry, as far as that can be told without the host: one of each at most. */
export function customizeProblems(options: CustomizeOptions, isTrusted: boolean): readonly OptionProblem[] {
  return Object.entries(options).flatMap(([name, value]) => {
    if (!ALLOWED.has(name) && !(isTrusted && TRUSTED.has(name))) return refusal(name);
    return customizeArguments({ [name]: value })
      .flatMap(unfitting)
      .slice(0, 1);
  });
}

/**
 * Checks an entry: an init file may be a stranger's.
 *
 * @throws {UserError} `BUILD_OPTION_REFUSED`, `DISK_PATH_NOT_ALLOWED`.
 */
export async function checkCustomize(options: CustomizeOptions, { what, cwd, roots }: CustomizeRules): Promise<void> {
  const [problem] = customizeProblems(options, roots.includes('/'));
  if (problem !== undefined) {
    const { message, hint } = problem;
    throw new UserError('BUILD_OPTION_REFUSED', `${what}: ${message}`, { hint });
  }
  for (const argument of customizeArguments(options)) {
    const file = hostFile(argument);
    if (file !== undefined) await assertAllowedPath(resolve(cwd, file), roots, what);
    if (takesUserKey(argument)) {
      const taking = `${what}: \`ssh-inject\` with a user alone takes the key of whoever builds`;
      await assertAllowedPath(join(homedir(), '.ssh'), roots, taking);
    }
  }
}

/** An option that lacks its value would take the next option for it. */
function unfitting({ name, value }: CustomizeArgument): OptionProblem[] {
  const option = optionName(name);
  if (FLAGS.has(name) && value !== undefined) {
    const message = `${option} takes no value, but has ${JSON.stringify(value)}`;
    return [{ name, message, hint: `Write \`${name}: true\`.` }];
  }
  if (FLAGS.has(name) || name === 'ssh-inject' || value) return [];
  return [{ name, message: `${option} needs a value, and has none`, hint: 'Give it one, or leave the option out.' }];
}

function refusal(name: string): OptionProblem {
  const hint = TRUSTED.has(name)
    ? 'It can reach the host: allow it with `allow-host-paths: /` if you trust the init file.'
    : 'Write the full name of an option that changes what is in the disk; the disk itself is given already.';
  return { name, message: `${optionName(name)} cannot be used in \`build\``, hint };
}

function optionName(name: string): string {
  return `the option ${JSON.stringify(name)} of virt-customize`;
}
