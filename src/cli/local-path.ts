import { resolve, sep } from 'node:path';
import type { CliIo } from './io.ts';

/** A path as the user wrote it, made absolute; a trailing slash stays, because it says "a directory". */
export function localPath({ cwd }: Pick<CliIo, 'cwd'>, path: string): string {
  const absolute = resolve(cwd, path);
  return path.endsWith(sep) && !absolute.endsWith(sep) ? `${absolute}${sep}` : absolute;
}
