import { Composer, type CST, type Document, type ParsedNode } from 'yaml';
import { BoundedParser, type Limit } from './bounded-parser.ts';
import { JSON_DIALECT, LAGO_DIALECT } from './yaml-dialect.ts';

/** A parsed YAML document, errors included. */
export interface ParsedYaml {
  readonly document: Document.Parsed<ParsedNode, boolean> | undefined;
  /** Index at which a second document starts. */
  readonly second?: number;
  /** Why it was not read to its end, and where. */
  readonly limit?: Limit;
}

/** What a stream consists of, next to which anything else is an error. */
const STREAM_TOKENS: ReadonlySet<string> = new Set([
  'byte-order-mark',
  'comment',
  'directive',
  'doc-end',
  'document',
  'newline',
  'space',
]);

/** Stray tokens after which parsing stops: each is an error, and a hostile file is made of them. */
const MAX_STRAY_TOKENS = 100;

/** Parses the first document of a text in Lago's dialect of YAML. */
export function parseYaml(text: string): ParsedYaml {
  const composer = new Composer({
    schema: 'failsafe',
    customTags: isJson(text) ? JSON_DIALECT : LAGO_DIALECT,
    resolveKnownTags: false,
    // Both are ours: the parser's check of keys is quadratic, and merging has to keep positions.
    uniqueKeys: false,
    merge: false,
    prettyErrors: false,
  });
  const input = new BoundedParser(text);
  return withoutStacks(() => {
    let document: ParsedYaml['document'];
    for (const next of composer.compose(bounded(input.parse()), true, text.length)) {
      if (document !== undefined) return { document, second: next.range[0] };
      document = next;
    }
    return input.limit === undefined ? { document } : { document, limit: input.limit };
  });
}

/** The parser makes an error, with a stack, for each of what may be a million mistakes. Nobody looks at the stacks. */
function withoutStacks<T>(work: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function isJson(text: string): boolean {
  if (!/^\s*\{/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function* bounded(tokens: Iterable<CST.Token>): Generator<CST.Token, void> {
  let stray = 0;
  for (const token of tokens) {
    yield token;
    if (!STREAM_TOKENS.has(token.type)) stray += 1;
    if (stray === MAX_STRAY_TOKENS) return;
  }
}
