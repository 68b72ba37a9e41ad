import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RELEASE, WORKFLOWS } from './setting.ts';
import { readZip } from './zip.ts';

const IDENTITY = ['-c', 'user.name=tests', '-c', 'user.email=tests@localhost', '-c', 'commit.gpgsign=false'];

/** What a job runs in: a repository of its own, with servers' files beside it. */
export interface Sandbox extends Disposable {
  /** Git repository with the workflow, the init files and, at its top, the action itself. */
  readonly repository: string;
  /** What act's artifact and cache servers keep; jobs of one sandbox share it. */
  readonly artifacts: string;
  readonly cache: string;
  /** Where act has its work directories. Reachable for the QEMU user. */
  readonly work: string;
  /** For whatever a test needs besides. */
  readonly scratch: string;
  /** Uploaded artifacts: contents of their files, by name of the artifact. */
  uploads(): ReadonlyMap<string, ReadonlyMap<string, Buffer>>;
}

/** @param workflow name of a file in fixtures/workflows, without `.yml`; or a workflow itself. */
export function sandbox(workflow: string | { readonly name: string; readonly text: string }): Sandbox {
  const root = mkdtempSync(join(tmpdir(), 'e2e-'));
  // mkdtemp lets nobody else in, and QEMU is somebody else.
  execFileSync('chmod', ['0711', root]);
  const [repository, artifacts, cache, work, scratch] = ['repository', 'artifacts', 'cache', 'work', 'scratch'].map(
    (name) => {
      const directory = join(root, name);
      mkdirSync(directory);
      return directory;
    },
  ) as [string, string, string, string, string];
  copyRelease(repository);
  cpSync(join(WORKFLOWS, 'init-files'), join(repository, 'init-files'), { recursive: true });
  mkdirSync(join(repository, '.github', 'workflows'), { recursive: true });
  const { name, text } = typeof workflow === 'string' ? load(workflow) : workflow;
  writeFileSync(join(repository, '.github', 'workflows', `${name}.yml`), text);
  commit(repository);
  return {
    repository,
    artifacts,
    cache,
    work,
    scratch,
    uploads: () => uploads(artifacts),
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true, maxRetries: 10 }),
  };
}

function load(name: string) {
  return { name, text: readFileSync(join(WORKFLOWS, `${name}.yml`), 'utf8') };
}

/** Copies what a release of the action consists of. */
export function copyRelease(target: string): void {
  for (const name of ['action.yml', 'package.json', 'dist']) {
    cpSync(join(RELEASE, name), join(target, name), { recursive: true });
  }
}

/** Commits everything in a directory that may be a repository already: act takes the workspace from there. */
export function commit(repository: string): void {
  const git = (...args: string[]) => execFileSync('git', ['-C', repository, ...IDENTITY, ...args], { stdio: 'pipe' });
  if (!existsSync(join(repository, '.git'))) git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'workspace');
}

function uploads(directory: string): ReadonlyMap<string, ReadonlyMap<string, Buffer>> {
  const archives = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.name.endsWith('.zip'),
  );
  return new Map(archives.map(({ name, parentPath }) => [name.replace(/\.zip$/, ''), readZip(join(parentPath, name))]));
}
