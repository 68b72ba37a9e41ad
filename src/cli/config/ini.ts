import { UsageError } from '../usage-error.ts';

/** One `key = value` of an INI file. */
export interface IniEntry {
  /** As written, in lower case, with underscores for dashes and spaces: `copy_to_vm`, `templates_list`. */
  readonly section: string;
  /** Likewise. */
  readonly key: string;
  /** Several lines of one value are separated by line breaks. */
  readonly text: string;
  /** Line of the key, from 1. */
  readonly line: number;
}

/**
 * Reads an INI file as Lago's (Python's) reader does: `key = value` or `key: value`, comments on lines of their own with `#`
 * or `;`, further lines of a value indented deeper than its key. A percent sign is a percent sign, quotes are quotes.
 *
 * @param file name for messages
 * @throws {UsageError} for a line that is none of these, with `file:line`.
 */
export function parseIni(text: string, file: string): IniEntry[] {
  const entries: IniEntry[] = [];
  let section: string | undefined;
  let open: { readonly indent: number } | undefined;
  for (const [index, raw] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = index + 1;
    const content = raw.trim();
    if (content === '' || content.startsWith('#') || content.startsWith(';')) continue;
    const indent = raw.length - raw.trimStart().length;
    const last = entries.at(-1);
    if (open && last && indent > open.indent) {
      entries[entries.length - 1] = { ...last, text: last.text === '' ? `\n${content}` : `${last.text}\n${content}` };
      continue;
    }
    const heading = /^\[([^\]]+)\]$/.exec(content)?.[1];
    if (heading !== undefined) {
      section = configKey(heading.trim().replaceAll(/\s+/g, '-'));
      open = undefined;
      continue;
    }
    entries.push({ ...parseLine(content, section, `${file}:${line}`), line });
    open = { indent };
  }
  return entries;
}

/** Names are compared in lower case, and dashes count as underscores. */
export function configKey(name: string): string {
  return name.trim().toLowerCase().replaceAll('-', '_');
}

function parseLine(content: string, section: string | undefined, place: string): Omit<IniEntry, 'line'> {
  const [, key, text] = /^([^=:]+?)\s*[=:]\s*(.*)$/.exec(content) ?? [];
  if (key === undefined || text === undefined) {
    throw new UsageError(`${place}: expected \`[section]\` or \`key = value\`, got \`${content}\``);
  }
  if (section === undefined) {
    throw new UsageError(`${place}: \`${key}\` stands in no section`, 'Put `[lago]` above it, or the name of a verb.');
  }
  return { section, key: configKey(key), text };
}
