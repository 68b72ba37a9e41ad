import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { displayAddress } from '../host/http.ts';
import type { KeyPath, ReportProblem } from '../initfile/types.ts';
import { isInside } from './files.ts';
import type { OvaPlace } from './ova/import.ts';

/** What the paths of an init file's disks are resolved and judged by. */
export interface PathRules {
  /** Absolute directory that relative paths refer to. */
  readonly cwd: string;
  /** Absolute directories in which the paths must lie. */
  readonly allowedPaths: readonly string[];
  /** Replaces the variables that are known only now (`$LAGO_PREFIX_PATH`, `$LAGO_WORKDIR_PATH`). */
  expand(text: string): string;
}

/** Download schemes that are allowed; `file:` would get round the rules for paths. */
const URL_SCHEMES: readonly string[] = ['http:', 'https:'];

/** Absolute path for a `path` of the init file; reports one that lies where init files may not reach. */
export function resolvePath(text: string, key: KeyPath, rules: PathRules, report: ReportProblem): string {
  const path = resolve(rules.cwd, rules.expand(text));
  if (!isInside(path, rules.allowedPaths)) {
    const places = rules.allowedPaths.join(', ');
    report({
      severity: 'error',
      code: 'PATH_NOT_ALLOWED',
      path: key,
      message: `the path ${path} lies outside the places that init files may use: ${places}`,
      hint: 'move the file there, or name its directory in `allow-host-paths`',
    });
  }
  return path;
}

/** Reports a `url` that cannot be downloaded from. */
export function checkUrl(
  text: string,
  key: KeyPath,
  report: ReportProblem,
  hint = 'for a local file, use `path`',
): void {
  if (URL.canParse(text) && URL_SCHEMES.includes(new URL(text).protocol)) return;
  const message = `\`${displayAddress(text)}\` is not an http or https URL`;
  report({ severity: 'error', code: 'BAD_URL', path: key, message, hint });
}

/** Where the `url` of an OVA points: an http or https URL, a file URL, or a path. Reports one that cannot be used. */
export function ovaPlace(url: string, key: KeyPath, rules: PathRules, report: ReportProblem): OvaPlace {
  const text = rules.expand(url);
  if (/^file:/i.test(text)) return { kind: 'file', path: resolvePath(pathOfUrl(text) ?? text, key, rules, report) };
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return { kind: 'file', path: resolvePath(text, key, rules, report) };
  checkUrl(text, key, report, 'for a local file, write its path');
  return { kind: 'http', url: text };
}

function pathOfUrl(text: string): string | undefined {
  try {
    return fileURLToPath(text);
  } catch {
    return undefined;
  }
}
