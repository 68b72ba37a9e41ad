import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { copyFile, cp, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { type Environment, hasErrorCode, type Logger, messageOf } from '../index.ts';
import type { Evidence } from './summary.ts';

/** Characters that must not be in the path of a file in an artifact. */
const FORBIDDEN = /["\\:<>|*?\p{Cc}]+/gu;

/** Evidence as it lies on disk. */
export interface Collection {
  readonly directory: string;
  readonly evidence: readonly Evidence[];
}

/**
 * Collects what explains a failed job into `directory`: the artifacts of every machine, serial logs, screenshots, the logs
 * of Lago and of the action. Takes what can be had.
 *
 * @param env undefined when the environment could not be opened; then there are only logs.
 */
export async function collectEvidence(
  env: Environment | undefined,
  directory: string,
  actionLog: string,
  { log, signal }: { readonly log: Logger; readonly signal: AbortSignal },
): Promise<Collection> {
  let evidence: Evidence[] = [];
  try {
    const reports = (await env?.collectArtifacts(directory, { diagnostics: true, signal })) ?? [];
    evidence = reports.map((report) => ({ ...report, files: diagnosticsOf(join(directory, report.vm)) }));
  } catch (error) {
    log.warning(`the artifacts could not all be collected: ${messageOf(error)}`);
  }
  mkdirSync(directory, { recursive: true });
  if (existsSync(actionLog)) await copyFile(actionLog, join(directory, 'lago-action.log'));
  return { directory, evidence };
}

function diagnosticsOf(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(png|log)$/.test(entry.name))
    .map((entry) => entry.name)
    .sort();
}

/**
 * Files of a directory that can be uploaded, absolute. Names that GitHub refuses are changed on disk, files that cannot be
 * read are made readable; links are left out, since the upload would follow them.
 */
export function uploadableFiles(directory: string): string[] {
  return readdirSync(directory).flatMap((name) => {
    const path = withGoodName(join(directory, name));
    const stat = lstatSync(path);
    if (stat.isDirectory()) {
      chmodSync(path, stat.mode | 0o700);
      return uploadableFiles(path);
    }
    if (!stat.isFile()) return [];
    chmodSync(path, stat.mode | 0o400);
    return [path];
  });
}

function withGoodName(path: string): string {
  const name = basename(path).replace(FORBIDDEN, '-');
  if (name === basename(path)) return path;
  const free = [name, ...Array.from({ length: 1000 }, (_, index) => `${name}.${index}`)].find(
    (candidate) => lstatSync(join(dirname(path), candidate), { throwIfNoEntry: false }) === undefined,
  );
  const renamed = join(dirname(path), free ?? name);
  renameSync(path, renamed);
  return renamed;
}

/** Moves a directory to a place that outlives the job; gives its path there. */
export async function keepDirectory(directory: string, target: string): Promise<string> {
  const free = existsSync(target) ? `${target}-${Date.now()}` : target;
  try {
    await rename(directory, free);
  } catch (error) {
    if (!hasErrorCode(error, 'EXDEV')) throw error;
    await cp(directory, free, { recursive: true });
    await rm(directory, { recursive: true, force: true });
  }
  return free;
}

/** A path for people: relative to the workspace when it is inside. */
export function shownPath(path: string, workspace: string): string {
  const inside = relative(workspace, path);
  return inside.startsWith(`..${sep}`) || inside.startsWith(sep) ? path : inside;
}
