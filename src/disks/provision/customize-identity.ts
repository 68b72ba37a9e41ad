import { basename, resolve } from 'node:path';
import type { Json, StepContext } from '../layers/types.ts';
import { type CustomizeArgument, type CustomizeOptions, customizeArguments, hostFile } from './customize.ts';

/** Options that say how much is printed. */
const NOISE: readonly string[] = ['q', 'quiet', 'v', 'verbose', 'x'];
/** Those and options for how large the appliance is: the result is the same without them. */
const WITHOUT_EFFECT: readonly string[] = [...NOISE, 'm', 'memsize', 'smp'];
/** Options that hold for the whole call, wherever they stand. */
const FLAGS: readonly string[] = ['network', 'no-network', 'no-selinux-relabel', 'selinux-relabel', 'password-crypto'];
/**
 * What options reach that leave everything else alone. Two that reach different things can stand in any order; all other
 * options can reach anything.
 */
const REACHES: Readonly<Record<string, string>> = {
  firstboot: 'first boot',
  'firstboot-command': 'first boot',
  'firstboot-install': 'first boot',
  hostname: 'host name',
  install: 'packages',
  // Passwords are set at the end of a call, wherever they stand in it.
  password: 'passwords',
  'root-password': 'passwords',
  'ssh-inject': 'keys',
  timezone: 'time zone',
  uninstall: 'packages',
  update: 'packages',
};
/** Options whose values are sets of packages. */
const PACKAGES: readonly string[] = ['firstboot-install', 'install', 'uninstall'];
/** Options that take nothing but the content of a file of the host: neither its permissions nor its name matter. */
const CONTENT_ONLY: readonly string[] = ['password', 'root-password', 'run', 'ssh-inject'];

/** Whether an option does nothing by itself, but says how the whole call goes about it. */
export function isForWholeCall(name: string): boolean {
  return FLAGS.includes(name) || WITHOUT_EFFECT.includes(name);
}

/** What of an entry holds for a whole call: entries that agree in it can be carried out by one. */
export function callSignature(options: CustomizeOptions): string {
  const whole = Object.entries(options).filter(([name]) => isForWholeCall(name) && !NOISE.includes(name));
  return whole
    .map((option) => JSON.stringify(option))
    .sort()
    .join();
}

interface Item {
  readonly name: string;
  readonly value: Json;
  readonly reach: string | undefined;
}

/**
 * What a `virt-customize` entry does, whatever the order in which it is written where that has no meaning. Files of the host
 * stand with their content, not with their place.
 */
export async function customizeIdentity(options: CustomizeOptions, context: StepContext): Promise<Json> {
  const items: Item[] = [];
  const flags = new Set<string>();
  for (const [name, value] of Object.entries(options)) {
    if (WITHOUT_EFFECT.includes(name)) continue;
    const given = customizeArguments({ [name]: value });
    if (FLAGS.includes(name)) flags.add([name, ...given.map((one) => one.value ?? '')].join(' '));
    else items.push({ name, value: await valuesOf(given, context), reach: REACHES[name] });
  }
  return { flags: [...flags].sort(), items: sorted(items).map(({ name, value }) => [name, value]) };
}

async function valuesOf(given: readonly CustomizeArgument[], context: StepContext): Promise<Json> {
  if (given.some(({ name }) => PACKAGES.includes(name))) {
    const names = given.flatMap(({ value = '' }) => value.split(',')).map((name) => name.trim());
    return [...new Set(names)].sort();
  }
  const values: Json[] = [];
  for (const argument of given) values.push(await identityOfValue(argument, context));
  return values;
}

async function identityOfValue(argument: CustomizeArgument, { cwd, identityOf }: StepContext): Promise<Json> {
  const { name, value } = argument;
  const file = hostFile(argument);
  if (value === undefined || file === undefined) return value ?? null;
  const rest = [value.slice(0, value.lastIndexOf(file)), value.slice(value.lastIndexOf(file) + file.length)];
  const found = await identityOf(resolve(cwd, file));
  if (!CONTENT_ONLY.includes(name)) return { rest, name: basename(file), ...(isMapping(found) ? found : {}) };
  return { rest, content: isMapping(found) ? (found.sha256 ?? found.tree ?? null) : found };
}

function isMapping(value: Json): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The order by name that changes nothing: an item passes another only when they reach different things. */
function sorted(items: readonly Item[]): readonly Item[] {
  const left = [...items];
  const order: Item[] = [];
  while (left.length > 0) {
    const free = left.filter((item, index) => left.slice(0, index).every((earlier) => commute(earlier, item)));
    const next = free.reduce((first, item) => (item.name < first.name ? item : first));
    order.push(next);
    left.splice(left.indexOf(next), 1);
  }
  return order;
}

function commute(one: Item, other: Item): boolean {
  return one.reach !== undefined && other.reach !== undefined && one.reach !== other.reach;
}
