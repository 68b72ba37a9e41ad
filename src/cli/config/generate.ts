import { join } from 'node:path';
import type { PluginReference } from '../sdk.ts';
import { listItems } from './config.ts';
import type { Setting } from './settings.ts';
import { withoutUrlSecrets } from './url-secrets.ts';

/** Widest line of a comment. */
const WIDTH = 100;

/** How a configuration file is written. */
export interface GenerateOptions {
  /** First line, without its mark. */
  readonly header: string;
  /** Options without a value too, as comments. */
  readonly verbose: boolean;
  readonly plugins: readonly PluginReference[];
}

/** Writes settings as a configuration file that gives the same values when it is read. Passwords are not in it, and no addresses with any. */
export function generateConfig(settings: readonly Setting[], options: GenerateOptions): string {
  const sections = [...new Set(settings.map(({ section }) => section))];
  const blocks = sections.flatMap((section) => {
    const lines = settings.filter((setting) => setting.section === section).flatMap((each) => linesOf(each, options));
    return lines.length === 0 ? [] : [`[${section}]\n${lines.join('\n')}`];
  });
  return `# ${options.header}\n\n${blocks.join('\n\n')}\n`;
}

function linesOf(setting: Setting, { verbose, plugins }: GenerateOptions): string[] {
  const { name, spec, value } = setting;
  if (value === undefined) return verbose ? [...comment(setting), `#${name} =`] : [];
  const isSecret = spec?.secret === true || withoutUrlSecrets(value.text) !== value.text;
  if (isSecret) return [...comment(setting), `# (set by ${value.origin}; not shown)`, `#${name} =`];
  if (spec === undefined) return [...comment(setting), assignment(name, listText(plugins.map(portable)))];
  return [...comment(setting), assignment(name, spec.repeatable ? listText(listItems(value.text)) : value.text)];
}

/** A path in a file refers to the file's directory: elsewhere it must be whole. */
function portable({ specifier, directory }: PluginReference): string {
  return /^\.\.?\//.test(specifier) ? join(directory, specifier) : specifier;
}

function listText(items: readonly string[]): string {
  return items.some((item) => item.includes(',')) ? `\n${items.join('\n')}` : items.join(', ');
}

function assignment(name: string, text: string): string {
  return `${name} = ${text.replaceAll('\n', '\n    ')}`.replace(/ \n/, '\n');
}

function comment({ spec, name }: Setting): string[] {
  const text = spec?.description ?? `packages or paths of ${name}, separated by commas`;
  const choices = spec?.choices === undefined ? '' : ` (${spec.choices.join(', ')})`;
  return wrapped(`${text}${choices}`).map((line) => `# ${line}`);
}

function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < WIDTH - 2) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
