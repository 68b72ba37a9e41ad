import type { DiskPlan } from '../../providers/plan.ts';

/** Options of ours that a build can make void, and what in a build's text does so besides the same option. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  '--hostname': ['hostnamectl', '/etc/hostname'],
  '--root-password': ['chpasswd', '/etc/shadow'],
};

/**
 * Leaves out of a machine's preparation what the builds of its disk have set themselves: they come after it, as in Lago,
 * although they are in a layer below. A file is left alone when a build names it.
 *
 * @param args options of `virt-customize`, each with its value where it has one.
 */
export function withoutOverridden(args: readonly string[], build: DiskPlan['build']): readonly string[] {
  const options = build.flatMap((step) => Object.entries(step.options));
  const texts = options.flatMap(([, value]) => (Array.isArray(value) ? value : [value])).map(String);
  const names = options.map(([name]) => `--${name}`);
  const isOverridden = (option: string, value: string): boolean => {
    if (option === '--hostname' || option === '--root-password') {
      return (
        names.includes(option) ||
        texts.some((text) => ALSO[option]?.some((name) => mentions(text, name))) ||
        setsRoot(option, options)
      );
    }
    if (option === '--password') return setsPassword(value.split(':')[0] ?? '', options);
    const path = option === '--write' ? value.split(':')[0] : option === '--chmod' ? value.split(':')[1] : undefined;
    return path !== undefined && texts.some((text) => mentions(text, path));
  };
  const kept: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const [option = '', value] = [args[at], args[at + 1]];
    const hasValue = value !== undefined && !value.startsWith('--');
    if (!hasValue || !isOverridden(option, value)) kept.push(option, ...(hasValue ? [value] : []));
    if (hasValue) at += 1;
  }
  return kept;
}

type Options = readonly (readonly [string, unknown])[];

function setsRoot(option: string, options: Options): boolean {
  return option === '--root-password' && setsPassword('root', options);
}

function setsPassword(user: string, options: Options): boolean {
  return options.some(
    ([name, value]) =>
      name === 'password' &&
      (Array.isArray(value) ? value : [value]).some((item) => String(item).startsWith(`${user}:`)),
  );
}

/** Whether a text names a path or a program, and not only one that begins with it. */
function mentions(text: string, path: string): boolean {
  for (let at = text.indexOf(path); at >= 0; at = text.indexOf(path, at + 1)) {
    if (!/[\w./-]/.test(text.charAt(at + path.length))) return true;
  }
  return false;
}
