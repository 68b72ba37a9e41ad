import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root directory. */
export const PROJECT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** Markdown files that users read, relative to the project. */
export function documents(): readonly string[] {
  const docs = readdirSync(join(PROJECT, 'docs')).filter((name) => name.endsWith('.md'));
  return ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...docs.map((name) => `docs/${name}`)].sort();
}

/** Text of a file of the project. */
export function readProjectFile(path: string): string {
  return readFileSync(join(PROJECT, path), 'utf8');
}

/** A line of a document, and whether it belongs to a fenced block. */
interface Line {
  readonly text: string;
  readonly number: number;
  /** The block it is in; the fences themselves are in none. */
  readonly block: { readonly language: string } | undefined;
}

function linesOf(text: string): Line[] {
  let block: Line['block'];
  return text.split('\n').flatMap((line, index) => {
    const fence = /^\s*```(\S*)/.exec(line);
    if (fence === null) return [{ text: line, number: index + 1, block }];
    block = block === undefined ? { language: fence[1] ?? '' } : undefined;
    return [];
  });
}

/** Text of a heading, and the anchor that GitHub gives it. */
export interface Heading {
  readonly text: string;
  readonly anchor: string;
}

/** Headings of a document, in order. */
export function headingsOf(text: string): readonly Heading[] {
  return linesOf(text).flatMap(({ text: line, block }) => {
    const heading = block === undefined ? headingText(line) : undefined;
    return heading === undefined ? [] : [{ text: heading, anchor: anchorOf(heading) }];
  });
}

function headingText(line: string): string | undefined {
  return /^#{1,6} (.*)$/.exec(line)?.[1];
}

/** As GitHub does it: lower case, punctuation gone, hyphens for spaces. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_ -]/gu, '')
    .replaceAll(' ', '-');
}

/** Targets of all links of a document. */
export function linksOf(text: string): readonly string[] {
  const prose = linesOf(text).filter(({ block }) => block === undefined);
  return prose.flatMap(({ text: line }) => [...line.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? ''));
}

/** A fenced block of a document. */
export interface Snippet {
  readonly file: string;
  /** First line of its content, for messages. */
  readonly line: number;
  readonly language: string;
  readonly text: string;
  /** `<file> <anchor of the heading above> <language> <number of this language below that heading>`. */
  readonly key: string;
}

/** All fenced blocks of a document. */
export function snippetsOf(file: string): readonly Snippet[] {
  const snippets: Snippet[] = [];
  const counts = new Map<string, number>();
  let heading = '';
  let last: Line['block'];
  for (const { text, number, block } of linesOf(readProjectFile(file))) {
    const found = block === undefined ? headingText(text) : undefined;
    if (found !== undefined) heading = anchorOf(found);
    if (block !== undefined && block !== last) {
      const place = `${file} ${heading} ${block.language}`;
      const count = (counts.get(place) ?? 0) + 1;
      counts.set(place, count);
      snippets.push({ file, line: number, language: block.language, text: '', key: `${place} ${count}` });
    }
    const current = snippets.at(-1);
    if (block !== undefined && current) snippets.splice(-1, 1, { ...current, text: `${current.text}${text}\n` });
    last = block;
  }
  return snippets;
}
