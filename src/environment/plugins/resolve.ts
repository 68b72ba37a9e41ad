import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire, findPackageJSON } from 'node:module';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';
import { hasErrorCode } from '../../host/errors.ts';

/** Conditions of `exports` under which Node imports a package. */
const CONDITIONS = ['node', 'import', 'module-sync', 'default'];

const packageShape = z.object({ exports: z.unknown().optional(), main: z.string().optional() });

/**
 * File URL of the module that a plugin's name or path means.
 *
 * @param specifier name of a package, or a path (absolute, or starting with a dot) of a file or of a package's directory.
 * @param directory absolute; what relative paths refer to, and where packages are looked up from.
 * @throws when there is no such file or package.
 */
export function resolvePlugin(specifier: string, directory: string): string {
  if (specifier.startsWith('file:')) return specifier;
  const isPath = isAbsolute(specifier) || /^\.{1,2}(?:\/|$)/.test(specifier);
  const path = isPath ? resolve(directory, specifier) : undefined;
  if (path !== undefined && !isDirectory(path)) return pathToFileURL(path).href;
  const file = path === undefined ? packageEntry(specifier, directory) : entryOf(path);
  return pathToFileURL(file).href;
}

function packageEntry(name: string, directory: string): string {
  const from = join(directory, 'lago.conf');
  try {
    return createRequire(from).resolve(name);
  } catch (error) {
    // One that can be imported only.
    if (!hasErrorCode(error, 'ERR_PACKAGE_PATH_NOT_EXPORTED'))
      throw new Error(`there is no package ${name} at ${directory}`);
    const found = findPackageJSON(name, pathToFileURL(from));
    if (found === undefined) throw error;
    return entryOf(dirname(found.startsWith('file:') ? fileURLToPath(found) : found));
  }
}

function entryOf(directory: string): string {
  const file = join(directory, 'package.json');
  if (!existsSync(file)) throw new Error(`${directory} is a directory without package.json`);
  const { exports, main } = packageShape.parse(JSON.parse(readFileSync(file, 'utf8')));
  return join(directory, exported(exports) ?? main ?? 'index.js');
}

function exported(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const entries = new Map<string, unknown>(Object.entries(value));
  if (entries.has('.')) return exported(entries.get('.'));
  const key = [...entries.keys()].find((condition) => CONDITIONS.includes(condition));
  return key === undefined ? undefined : exported(entries.get(key));
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
