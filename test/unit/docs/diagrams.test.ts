import { expect, it } from 'vitest';
import { snippetsRunAs } from '../../support/snippets.ts';

const NODE = String.raw`\w+(?:\[[\w ,.:-]+\])?`;
const EDGE = new RegExp(String.raw`^  ${NODE} (?:-->|-\. [\w ]+ \.->) ${NODE}$`);

// Not the whole of Mermaid's grammar: plain nodes and arrows, which GitHub draws without doubt.
it.each(snippetsRunAs('diagram'))('draws nodes and arrows only: $key', ({ text }) => {
  const [first, ...edges] = text.trimEnd().split('\n');
  expect(first).toMatch(/^flowchart (?:LR|TD)$/);
  expect(edges.filter((edge) => !EDGE.test(edge))).toEqual([]);
});

it.each(snippetsRunAs('diagram'))('gives every node one label: $key', ({ text }) => {
  const labels = [...text.matchAll(/(\w+)\[([^\]]+)\]/g)].map(([, node]) => node);
  const nodes = new Set([...text.matchAll(/^ {2}(\w+)|(?:-->|\.->) (\w+)/gm)].map(([, from, to]) => from ?? to));
  expect(labels.toSorted()).toEqual([...nodes].toSorted());
});
