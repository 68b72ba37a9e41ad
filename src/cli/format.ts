import { Document, Scalar, visit } from 'yaml';

/** Names of the output formats, as `-f` takes them. */
export const OUTPUT_FORMATS = ['default', 'flat', 'json', 'yaml'] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** Values that a verb may print. */
export type Printable = unknown;

type Mapping = Readonly<Record<string, unknown>>;

/** Whether a format is one of ours. */
export function isOwnFormat(name: string): name is OutputFormat {
  return OUTPUT_FORMATS.some((own) => own === name);
}

/** Writes a value in one of the output formats, without a final line break. */
export function formatOutput(value: Printable, format: OutputFormat): string {
  switch (format) {
    case 'json':
      return JSON.stringify(sorted(value), null, 4);
    case 'yaml':
      return yaml(sorted(value));
    case 'flat':
      return flat(isMapping(value) && isMapping(value.Prefix) ? value.Prefix : value, '').join('\n');
    case 'default':
      return indented(value, 0).join('\n');
  }
}

function yaml(value: unknown): string {
  const document = new Document(value, { version: '1.1' });
  visit(document, {
    Scalar(_key, node) {
      // In YAML 1.1 it is no text: readers such as PyYAML fail on it.
      if (node.value === '=') node.type = Scalar.QUOTE_SINGLE;
    },
  });
  return document.toString({ indentSeq: false, lineWidth: 0, singleQuote: true }).trimEnd();
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isMapping(value)) return value;
  return Object.fromEntries(entries(value).map(([key, entry]) => [key, sorted(entry)]));
}

/** Entries sorted by code point, as Lago sorts. */
function entries(value: Mapping): [string, unknown][] {
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Scalars as Lago (Python) spells them: scripts compare these literally. */
function scalar(value: unknown): string {
  if (value === true) return 'True';
  if (value === false) return 'False';
  return value === null || value === undefined ? 'None' : String(value);
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (isMapping(value) && Object.keys(value).length === 0);
}

function indented(value: unknown, depth: number): string[] {
  const margin = ' '.repeat(depth * 4);
  if (Array.isArray(value)) {
    // Numbered, because nothing else tells where one ends and the next begins.
    return value.flatMap((item, index) =>
      isScalar(item) ? indented(item, depth) : [`${margin}[${index}]:`, ...indented(item, depth + 1)],
    );
  }
  if (!isMapping(value)) return [`${margin}${scalar(value)}`];
  return entries(value)
    .filter(([, entry]) => !isEmpty(entry))
    .flatMap(([key, entry]) => {
      if (isMapping(entry)) return [`${margin}[${key}]:`, ...indented(entry, depth + 1)];
      if (Array.isArray(entry)) return [`${margin}${key}: `, ...indented(entry, depth + 1)];
      return [`${margin}${key}: ${scalar(entry)}`];
    });
}

function flat(value: unknown, path: string): string[] {
  const below = (key: string) => (path === '' ? key : `${path}/${key}`);
  if (Array.isArray(value))
    return value.flatMap((item, index) => flat(item, isScalar(item) ? path : below(`${index}`)));
  if (!isMapping(value)) return [path === '' ? scalar(value) : `${path}: ${scalar(value)}`];
  return entries(value)
    .filter(([, entry]) => !isEmpty(entry))
    .flatMap(([key, entry]) => flat(entry, below(key)));
}
