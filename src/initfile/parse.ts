import { dirname, resolve } from 'node:path';
import { UserError } from '../host/errors.ts';
import { Context } from './context.ts';
import { normalise } from './normalise.ts';
import { parseSections } from './sections.ts';
import { parseSyntax } from './syntax.ts';
import { nearest } from './tree.ts';
import { type InitFile, InitFileError, type KeyPath } from './types.ts';
import { Expander } from './variables.ts';

/** How to parse an init file. */
export interface ParseOptions {
  /** Absolute path of the file, or a name for text that comes from elsewhere; positions show it. */
  readonly file: string;
  /** What relative paths and `$LAGO_INITFILE_PATH` refer to. Default: the directory of `file`. */
  readonly directory?: string | undefined;
  /** Unknown keys are errors instead of warnings. Default: false. */
  readonly strict?: boolean | undefined;
  /** Variables to expand from; the environment of the process is not looked at. Default: none. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** Names of variables that are expanded besides `LAGO_*`. Default: none. */
  readonly allowedVariables?: readonly string[] | undefined;
  /** Largest text, in bytes of UTF-8. Default: {@link MAX_BYTES}. */
  readonly maxBytes?: number | undefined;
}

/** Largest init file, in bytes: 1 MiB. */
export const MAX_BYTES = 2 ** 20;

/**
 * Parses an init file, YAML or JSON, and checks it as far as one can without knowing subnets, templates or the host.
 * `raw` of its parts shares nothing with that of others, so that callers may write to copies of it level by level.
 *
 * @throws InitFileError with all errors of the file, in its order.
 * @throws UserError `INIT_FILE_TOO_LARGE`.
 */
export function parseInitFile(text: string, options: ParseOptions): InitFile {
  const { file, strict = false, env = {}, allowedVariables = [], maxBytes = MAX_BYTES } = options;
  if (Buffer.byteLength(text) > maxBytes) throw tooLarge(file, maxBytes);
  const directory = resolve(options.directory ?? dirname(file));
  const { report, root } = parseSyntax(text.replace(/^\uFEFF/, ''), file);
  if (root === undefined) throw new InitFileError(report.problems('error'), text);
  const tree = normalise(root, report, strict);
  const context = new Context(report, tree, new Expander({ directory, env, allowedVariables }));
  const sections = parseSections(tree, report, context);
  const initFile = {
    file,
    directory,
    ...sections,
    warnings: report.problems('warning'),
    locate: (path: KeyPath) => report.position(nearest(tree, path).offset),
  };
  if (report.failed) throw new InitFileError(report.problems('error'), text, initFile);
  return initFile;
}

/** The error for a text above the limit. */
export function tooLarge(file: string, maxBytes: number): UserError {
  const hint = 'An init file describes machines in some hundred lines; is this the right file?';
  return new UserError('INIT_FILE_TOO_LARGE', `init file ${file} is larger than ${maxBytes} bytes`, { hint });
}
