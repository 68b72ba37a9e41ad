import {
  formatKeyPath,
  type InitFile,
  InitFileError,
  type ParseOptions,
  type Problem,
  parseInitFile,
} from '../../../src/initfile/index.ts';

/** Absolute path that the tests pretend to read. */
export const FILE = '/work/LagoInitFile';

/** Parses text that is expected to be right. */
export function parse(text: string, options: Partial<ParseOptions> = {}): InitFile {
  return parseInitFile(text, { file: FILE, ...options });
}

/** The errors of a text; none when it parses. */
export function errorsOf(text: string, options: Partial<ParseOptions> = {}): readonly Problem[] {
  try {
    parse(text, options);
    return [];
  } catch (error) {
    if (error instanceof InitFileError) return error.problems;
    throw error;
  }
}

/** `line:column CODE path` of a problem. */
export function brief(problem: Problem): string {
  const path = formatKeyPath(problem.path);
  return `${problem.position.line}:${problem.position.column} ${problem.code}${path === '' ? '' : ` ${path}`}`;
}

/** Errors of a text in brief. */
export function errors(text: string, options: Partial<ParseOptions> = {}): string[] {
  return errorsOf(text, options).map(brief);
}

/** Warnings of a text that parses, in brief. */
export function warnings(text: string, options: Partial<ParseOptions> = {}): string[] {
  return parse(text, options).warnings.map(brief);
}

function indented(body: string, by: number): string {
  return body
    .split('\n')
    .map((line) => (line === '' ? '' : ' '.repeat(by) + line))
    .join('\n');
}

/** A file with one domain that is right but for what `body` says; `body` starts at 5:5. */
export function domainFile(body: string): string {
  return `nets: {lago: {}}\ndomains:\n  vm0:\n    nics: [net: lago]\n${indented(body, 4)}\n`;
}

/** A file with one disk; `body` starts at 7:9. */
export function diskFile(body: string): string {
  return domainFile(`memory: 64\ndisks:\n  - ${indented(body, 4).trimStart()}`);
}

/** A file with one network; `body` starts at 4:5. */
export function netFile(body: string): string {
  return `domains: {}\nnets:\n  lago:\n${indented(body, 4)}\n`;
}

/** The only domain of a file made by {@link domainFile}. */
export function domain(body: string, options: Partial<ParseOptions> = {}) {
  const spec = parse(domainFile(body), options).domains.get('vm0');
  if (spec === undefined) throw new Error('no domain vm0');
  return spec;
}

/** The only disk of a file made by {@link diskFile}. */
export function disk(body: string, options: Partial<ParseOptions> = {}) {
  const spec = parse(diskFile(body), options).domains.get('vm0')?.disks[0];
  if (spec === undefined) throw new Error('no disk');
  return spec;
}

/** The only network of a file made by {@link netFile}. */
export function net(body: string, options: Partial<ParseOptions> = {}) {
  const spec = parse(netFile(body), options).nets.get('lago');
  if (spec === undefined) throw new Error('no network lago');
  return spec;
}
