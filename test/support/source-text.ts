import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from './markdown.ts';

/** Text of every source file, by its path in the project. */
export function sources(): ReadonlyMap<string, string> {
  const entries = readdirSync(join(PROJECT, 'src'), { recursive: true, withFileTypes: true });
  const files = entries.filter(({ name }) => name.endsWith('.ts')).map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.map((file) => [file.slice(PROJECT.length + 1), readFileSync(file, 'utf8')]));
}

/** A string or template literal of one line: its text in pieces, with something unknown between two of them. */
export type Literal = readonly string[];

/** String and template literals of a source text, those inside of others as well. Comments are left out. */
export function literalsOf(source: string): readonly Literal[] {
  return source.split('\n').flatMap((line) => {
    if (/^\s*(?:\/\/|\/?\*)/.test(line)) return [];
    return [...line].flatMap((character, at) => (/['`"]/.test(character) ? (literalAt(line, at) ?? []) : []));
  });
}

/** In a list of one, since literals are lists themselves; undefined when it does not end on its line. */
function literalAt(line: string, start: number): readonly [Literal] | undefined {
  const quote = line[start];
  const pieces = [''];
  for (let at = start + 1; at < line.length; at++) {
    if (line[at] === quote) return [pieces];
    if (quote === '`' && line.startsWith('${', at)) {
      at = closingBrace(line, at + 2);
      pieces.push('');
      continue;
    }
    if (line[at] === '\\') at += 1;
    pieces.push(`${pieces.pop() ?? ''}${line[at] ?? ''}`);
  }
  return undefined;
}

function closingBrace(line: string, from: number): number {
  let depth = 1;
  for (let at = from; at < line.length; at++) {
    if (line[at] === '{') depth += 1;
    if (line[at] === '}') depth -= 1;
    if (depth === 0) return at;
  }
  return line.length;
}

/** Matches a text that is the literal from its beginning to its end, with anything in its gaps. */
export function patternOf(literal: Literal): RegExp {
  const pieces = literal.map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${pieces.join('.*')}$`);
}
