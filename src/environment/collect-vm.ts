import { join } from 'node:path';
import { flattenGuestPath } from '../guest/flatten.ts';
import { GuestError, messageOf, throwIfCancelled } from '../host/errors.ts';
import { ensureDirectory } from '../host/files.ts';
import type { Logger } from '../host/log.ts';
import type { ExtractedPath, ExtractOptions } from './extract.ts';
import type { CollectOptions, VmCollection } from './options.ts';

/** Bytes taken from one VM unless the caller says otherwise. */
const MAX_BYTES = 2 * 1024 ** 3;

/** A machine whose artifacts are collected. */
export interface Collectable {
  readonly name: string;
  readonly artifacts: readonly string[];
  extractPaths(
    paths: readonly { readonly source: string; readonly destination: string }[],
    options: ExtractOptions,
  ): Promise<readonly ExtractedPath[]>;
}

/** Collects the artifacts of one machine into a directory, under flattened names. What cannot be had is in the report. */
export async function collectVm(
  vm: Collectable,
  directory: string,
  options: CollectOptions,
  log: Logger,
): Promise<VmCollection> {
  const { name, artifacts } = vm;
  const { signal, maxBytes = MAX_BYTES } = options;
  await ensureDirectory(directory);
  if (artifacts.length === 0) return { vm: name, collected: [], missing: [] };
  try {
    const requests = artifacts.map((source) => ({ source, destination: join(directory, flattenGuestPath(source)) }));
    const results = await vm.extractPaths(requests, { ignoreMissing: true, maxBytes, ...(signal ? { signal } : {}) });
    for (const result of results) remark(name, result, log);
    const collected = results.filter(isThere).map(({ source }) => source);
    const missing = results.filter((result) => !isThere(result)).map(({ source }) => source);
    // Of those that failed, a warning has told already.
    const absent = results.filter(({ status }) => status === 'missing').map(({ source }) => source);
    const remainder = absent.length === 0 ? '' : `; not there: ${absent.join(', ')}`;
    log.info(`VM ${name}: collected ${collected.length} of ${artifacts.length} paths${remainder}`);
    const incomplete = results.flatMap(({ source, reason }) =>
      reason === undefined ? [] : [{ path: source, reason }],
    );
    return { vm: name, collected, missing, ...(incomplete.length > 0 ? { incomplete } : {}) };
  } catch (error) {
    throwIfCancelled(signal, 'collecting artifacts');
    log.warning(`VM ${name}: its artifacts could not be collected: ${messageOf(error)}`);
    return { vm: name, collected: [], missing: artifacts, error: messageOf(error) };
  }
}

/** Fails for what was not there, or not there as a whole. @throws {GuestError} `ARTIFACTS_MISSING` */
export function refuseMissing(reports: readonly VmCollection[]): void {
  const lines = reports.flatMap(({ vm, collected, missing, incomplete = [], error }) => {
    const reasons = new Map(incomplete.map(({ path, reason }) => [path, reason]));
    const withReason = (what: string, reason: string | undefined) =>
      `${vm}: ${what}${reason === undefined ? '' : ` (${reason})`}`;
    const cut = collected.filter((path) => reasons.has(path));
    return [
      ...missing.map((path) => withReason(path, reasons.get(path) ?? error)),
      ...cut.map((path) => withReason(`${path} is cut`, reasons.get(path))),
    ];
  });
  if (lines.length > 0) throw new GuestError('ARTIFACTS_MISSING', `artifacts are missing: ${lines.join(', ')}`);
}

function isThere({ status }: ExtractedPath): boolean {
  return status === 'collected' || status === 'partial';
}

function remark(name: string, { source, status, reason, skipped }: ExtractedPath, log: Logger): void {
  if (status === 'partial' || status === 'failed') {
    log.warning(`VM ${name}: ${source}: ${status}: ${reason ?? 'unknown'}`);
  }
  for (const line of skipped) log.debug(`VM ${name}: ${source}: left out: ${line}`);
}
