import { expect, it } from 'vitest';
import { readProjectFile } from '../../support/markdown.ts';
import { snippetsRunAs } from '../../support/snippets.ts';

/** Blocks of lines with an empty line between them; empty lines inside braces separate as well. */
function paragraphs(text: string): string[] {
  return text.trimEnd().split('\n\n');
}

it.each(snippetsRunAs('excerpt'))('shows paragraphs of $how.of, in order: $key', ({ text, how }) => {
  let rest = readProjectFile(how.of);
  for (const paragraph of paragraphs(text)) {
    const at = rest.indexOf(`${paragraph}\n`);
    expect(at, `not in ${how.of}, or not in this order: ${paragraph}`).toBeGreaterThanOrEqual(0);
    rest = rest.slice(at + paragraph.length);
  }
});
