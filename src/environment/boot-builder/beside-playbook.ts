import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { hasErrorCode } from '../../host/errors.ts';
import { fileError } from '../../host/files.ts';
import { DEFAULT_INIT_FILE } from '../../initfile/file-name.ts';

/** What Ansible reads beside a playbook without being told. */
const BY_ITSELF = [
  ...['action_plugins', 'ansible.cfg', 'callback_plugins', 'collections', 'files', 'filter_plugins', 'group_vars'],
  ...['handlers', 'host_vars', 'library', 'lookup_plugins', 'meta', 'module_utils', 'requirements.yml', 'roles'],
  ...['tasks', 'templates', 'test_plugins', 'vars', 'vars_plugins'],
];
/** What a playbook names without a directory: included tasks, variables, templates. Hidden files belong to other tools. */
const BY_NAME = /^[^.].*\.(?:ya?ml|json|j2|cfg|ini)$/i;
/** A playbook may lie in a directory with anything else in it. */
const MAX_FILES = 1000;
const MAX_BYTES = 2 ** 20;

/**
 * Absolute paths of what a playbook may read that lies beside it, sorted: what Ansible finds by itself, and files that it may
 * include (at most 1000, of at most 1 MiB each). Init files are not among them.
 *
 * @param initFile absolute path of one that may have any name.
 * @throws {HostError} `FILE_FAILED`, `PERMISSION_DENIED`
 */
export async function besidePlaybook(playbook: string, initFile?: string): Promise<string[]> {
  const directory = dirname(playbook);
  const names = await namesIn(directory);
  const isInitFile = (name: string) => name.startsWith(DEFAULT_INIT_FILE) || join(directory, name) === initFile;
  const candidates = names.filter((name) => BY_NAME.test(name) && !isInitFile(name));
  const named: string[] = [];
  for (const name of candidates) {
    if (named.length < MAX_FILES && (await isSmallFile(join(directory, name)))) named.push(name);
  }
  const found = new Set([...names.filter((name) => BY_ITSELF.includes(name)), ...named]);
  found.delete(basename(playbook));
  return [...found].sort().map((name) => join(directory, name));
}

async function namesIn(directory: string): Promise<string[]> {
  try {
    return (await readdir(directory)).sort();
  } catch (error) {
    // That the playbook is missing is said by who reads it.
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw fileError(error, 'read', directory);
  }
}

/** Links are followed, as Ansible does. */
async function isSmallFile(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() === true && found.size <= MAX_BYTES;
}
