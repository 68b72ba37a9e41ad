import { resolve } from 'node:path';
import { UserError } from '../index.ts';
import { ACCELERATIONS, CACHE_CHOICES, COLLECT_WHEN, INPUTS, type InputName } from './inputs.ts';

/** How the inputs are read: the text of one by its name, trimmed, empty when it is not given. */
export type GetInput = (name: InputName) => string;

/** Inputs that `post` acts upon. */
export interface PostSettings {
  readonly collect: (typeof COLLECT_WHEN)[number];
  /** As given; a name of our own is made when it is not. */
  readonly artifactName: string | undefined;
  /** 0 is the repository's own setting. */
  readonly retentionDays: number;
  readonly destroy: boolean;
}

/** All inputs, checked. Times are in seconds, paths absolute. */
export interface Settings extends PostSettings {
  readonly initFile: string;
  readonly workdir: string;
  readonly templateRepos: readonly string[] | undefined;
  readonly templateStore: string | undefined;
  readonly cache: (typeof CACHE_CHOICES)[number];
  /** Bytes. */
  readonly cacheBudget: number;
  readonly frozen: boolean;
  readonly noCache: boolean;
  readonly acceleration: (typeof ACCELERATIONS)[number];
  readonly start: boolean;
  readonly sshTimeout: number | undefined;
  readonly timeout: number | undefined;
  readonly setup: boolean;
  readonly strict: boolean;
  readonly allowHostPaths: readonly string[];
  readonly allowVariables: readonly string[];
}

/** What `post` does when the inputs cannot be read. */
export const POST_DEFAULTS: PostSettings = {
  collect: 'on-failure',
  artifactName: undefined,
  retentionDays: 0,
  destroy: true,
};

/** Longest time span that a timer of Node can wait for, in seconds. */
const LONGEST = 2_000_000;
const UNITS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600 };

/**
 * Reads all inputs.
 *
 * @param workspace directory that relative paths refer to.
 * @throws {UserError} `INPUT_INVALID`, naming the input, its value and what was expected.
 */
export function readSettings(getInput: GetInput, workspace: string): Settings {
  const templateRepos = list(getInput, 'template-repo');
  const templateStore = optional(getInput, 'template-store');
  return {
    ...readPostSettings(getInput),
    initFile: resolve(workspace, text(getInput, 'init-file')),
    workdir: resolve(workspace, text(getInput, 'workdir')),
    templateRepos: templateRepos.length === 0 ? undefined : templateRepos,
    templateStore: templateStore === undefined ? undefined : resolve(workspace, templateStore),
    cache: choice(getInput, 'cache', CACHE_CHOICES),
    cacheBudget: gigabytes(getInput, 'cache-budget'),
    frozen: boolean(getInput, 'frozen'),
    noCache: boolean(getInput, 'no-cache'),
    acceleration: choice(getInput, 'acceleration', ACCELERATIONS),
    start: boolean(getInput, 'start'),
    sshTimeout: seconds(getInput, 'ssh-timeout'),
    timeout: seconds(getInput, 'timeout'),
    setup: boolean(getInput, 'setup'),
    strict: boolean(getInput, 'strict'),
    allowHostPaths: list(getInput, 'allow-host-paths').map((path) => resolve(workspace, path)),
    allowVariables: list(getInput, 'allow-variables'),
  };
}

/** Reads the inputs that `post` needs; errors as {@link readSettings}. */
export function readPostSettings(getInput: GetInput): PostSettings {
  return {
    collect: choice(getInput, 'collect', COLLECT_WHEN),
    artifactName: optional(getInput, 'artifact-name'),
    retentionDays: days(getInput, 'retention-days'),
    destroy: boolean(getInput, 'destroy'),
  };
}

/** An input given as empty text counts as not given. */
function text(getInput: GetInput, name: InputName): string {
  return getInput(name) || INPUTS[name].default;
}

function optional(getInput: GetInput, name: InputName): string | undefined {
  return text(getInput, name) || undefined;
}

function list(getInput: GetInput, name: InputName): string[] {
  return text(getInput, name)
    .split(/[,\n]/)
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** The spellings of YAML 1.2's core schema, as in the toolkit. */
function boolean(getInput: GetInput, name: InputName): boolean {
  const value = text(getInput, name);
  if (['true', 'True', 'TRUE'].includes(value)) return true;
  if (['false', 'False', 'FALSE'].includes(value)) return false;
  throw invalid(name, value, '`true` or `false`');
}

/** `True` and `TRUE` are what YAML 1.2 takes for `true`. */
function choice<const C extends string>(getInput: GetInput, name: InputName, values: readonly C[]): C {
  const value = text(getInput, name);
  const plain = /^(?:true|false)$/i.test(value) ? value.toLowerCase() : value;
  const found = values.find((candidate) => candidate === plain);
  if (found !== undefined) return found;
  throw invalid(name, value, values.map((candidate) => `\`${candidate}\``).join(', '));
}

function days(getInput: GetInput, name: InputName): number {
  const value = text(getInput, name);
  if (/^\d{1,3}$/.test(value) && Number(value) <= 400) return Number(value);
  throw invalid(name, value, 'a number of days from 0 to 400');
}

function gigabytes(getInput: GetInput, name: InputName): number {
  const value = text(getInput, name);
  if (/^\d{1,6}(?:\.\d{1,3})?$/.test(value)) return Number(value) * 1e9;
  throw invalid(name, value, 'a number of gigabytes, such as `10` or `0.5`');
}

function seconds(getInput: GetInput, name: InputName): number | undefined {
  const value = text(getInput, name);
  if (value === '') return undefined;
  const [, number = '', unit = ''] = /^(\d{1,9}(?:\.\d{1,3})?)([smh]?)$/.exec(value) ?? [];
  const result = Number(number) * (UNITS[unit] ?? 1);
  if (number !== '' && result > 0 && result <= LONGEST) return result;
  throw invalid(name, value, 'a time span above 0, such as `90` (seconds), `15m` or `1h`');
}

function invalid(name: InputName, value: string, expected: string): UserError {
  return new UserError('INPUT_INVALID', `the input ${name} is "${shortened(value)}"; expected ${expected}`);
}

function shortened(value: string): string {
  return value.length > 100 ? `${value.slice(0, 100)}...` : value;
}
