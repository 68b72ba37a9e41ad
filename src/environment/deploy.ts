import { createWriteStream } from 'node:fs';
import { basename, join } from 'node:path';
import { finished } from 'node:stream/promises';
import { script } from '../guest/script.ts';
import { GuestError, messageOf, throwIfCancelled } from '../host/errors.ts';
import { ensureDirectory, fileError, removeTree } from '../host/files.ts';
import { LineSplitter } from '../host/lines.ts';
import type { Logger } from '../host/log.ts';
import { printable } from '../host/log-sinks.ts';
import { forAll } from '../host/parallel.ts';
import type { DeployScript, DomainPlan, EnvironmentPlan } from '../providers/plan.ts';
import type { DeployedScript } from './options.ts';
import type { PrefixPaths } from './prefix.ts';
import type { Services } from './services.ts';
import type { Vm } from './vm.ts';

/** Lines of a script's output that its failure shows. */
const TAIL_LINES = 15;

/** A machine that scripts run on. */
export type Deployable = Pick<Vm, 'name' | 'fqdn' | 'allIps' | 'inventoryHost' | 'reach'>;

/** What deploying works on. */
export interface DeployParts {
  readonly plan: Pick<EnvironmentPlan, 'domains' | 'uuid'>;
  readonly paths: Pick<PrefixPaths, 'logs'>;
  vm(name: string): Deployable;
}

/**
 * Runs the deploy scripts of machines, all machines at once and the scripts of each in order. A script that fails ends the
 * deployment of its machine; the others go on.
 *
 * @throws {GuestError} `DEPLOY_FAILED`, once all have ended; {@link StateError} `VM_NOT_RUNNING`; `SSH_TIMEOUT`, ...
 */
export async function deploy(
  parts: DeployParts,
  domains: readonly Pick<DomainPlan, 'name' | 'deployScripts'>[],
  services: Pick<Services, 'log' | 'signal'>,
): Promise<DeployedScript[]> {
  const { log, signal } = services;
  const wanted = domains.filter(({ deployScripts = [] }) => deployScripts.length > 0);
  if (wanted.length === 0) {
    log.info('there are no deploy scripts');
    return [];
  }
  const failures: unknown[] = [];
  const reports = await forAll(wanted, async (domain) => {
    const done: DeployedScript[] = [];
    try {
      await deployOne(domain, parts, services, done);
    } catch (error) {
      failures.push(error);
    }
    return done;
  });
  throwIfCancelled(signal, 'deploying');
  const [first, ...others] = failures;
  if (others.length > 0) throw new GuestError('DEPLOY_FAILED', failures.map(messageOf).join('\n'), { cause: first });
  if (failures.length > 0) throw first;
  return reports.flat();
}

async function deployOne(
  domain: Pick<DomainPlan, 'name' | 'deployScripts'>,
  parts: DeployParts,
  { log, signal }: Pick<Services, 'log' | 'signal'>,
  done: DeployedScript[],
): Promise<void> {
  const vm = parts.vm(domain.name);
  const directory = join(parts.paths.logs, 'deploy', domain.name);
  await removeTree(directory);
  await ensureDirectory(directory);
  const env = variablesFor(vm, parts.plan);
  for (const [index, entry] of (domain.deployScripts ?? []).entries()) {
    const file = join(directory, `${String(index + 1).padStart(2, '0')}-${basename(entry.file)}.log`);
    await log.task(`Run ${entry.name} on ${vm.name}`, (inner) => runOne(vm, entry, file, { env, log: inner, signal }));
    done.push({ vm: vm.name, script: entry.name, logFile: file });
  }
}

async function runOne(
  vm: Deployable,
  entry: DeployScript,
  logFile: string,
  { env, log, signal }: Pick<Services, 'signal'> & { readonly env: Record<string, string>; readonly log: Logger },
): Promise<void> {
  const tail: string[] = [];
  const lines = new LineSplitter((line) => {
    log.debug(`${vm.name} | ${printable(line)}`);
    tail.push(printable(line));
    if (tail.length > TAIL_LINES) tail.shift();
  });
  const output = createWriteStream(logFile, { mode: 0o600 });
  const written = finished(output).catch((error: unknown) => {
    throw fileError(error, 'write', logFile);
  });
  written.catch(() => undefined);
  const onOutput = (chunk: Buffer) => {
    output.write(chunk);
    lines.add(chunk);
  };
  try {
    const connection = await vm.reach(signal);
    const { code } = await script(connection, { file: entry.file }, [], {
      ...{ env, check: false, capture: false, signal },
      onStdout: onOutput,
      onStderr: onOutput,
    });
    lines.end();
    if (code !== 0) throw scriptFailed(vm.name, entry.name, code, tail, logFile);
  } finally {
    output.end();
    await written;
  }
}

/** Variables that scripts find. */
function variablesFor(vm: Deployable, plan: DeployParts['plan']): Record<string, string> {
  return {
    LAGO_VM: vm.name,
    LAGO_FQDN: vm.fqdn,
    LAGO_IP: vm.inventoryHost().ip ?? '',
    LAGO_IPS: vm.allIps().join(' '),
    LAGO_VMS: [...plan.domains.keys()].join(' '),
    LAGO_UUID: plan.uuid,
  };
}

function scriptFailed(vm: string, name: string, code: number, tail: readonly string[], logFile: string): GuestError {
  const said = tail.length === 0 ? '' : `:\n${tail.map((line) => `  ${line}`).join('\n')}`;
  return new GuestError('DEPLOY_FAILED', `VM ${vm}: the deploy script ${name} ended with exit code ${code}${said}`, {
    hint: `All that it wrote is in ${logFile}.`,
  });
}
