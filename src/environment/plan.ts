import type { PathRules } from '../disks/paths.ts';
import { DiskPlanner } from '../disks/plan.ts';
import { type InitFile, InitFileError } from '../initfile/types.ts';
import { expandVariables } from '../initfile/variables.ts';
import { planNetworks } from '../network/plan.ts';
import { checkNames } from './names.ts';
import { pathVariables } from './path-variables.ts';
import type { PlanContext, PlannedEnvironment } from './plan-context.ts';
import { planDomain } from './plan-domain.ts';
import { checkDiskFiles } from './plan-files.ts';
import { checkPorts } from './plan-ports.ts';
import { ScriptPlanner } from './plan-scripts.ts';
import { prefixPaths } from './prefix.ts';
import { ProblemList } from './problems.ts';

/**
 * Decides everything about an environment: addresses, names, disks, CPUs, how guests are entered. Reads and changes
 * nothing: the same init file and context always give the same plan.
 *
 * @throws {InitFileError} with all mistakes of the init file that the parser could not see, in the order of the file.
 * @throws {HostError} `SUBNETS_EXHAUSTED` when the file is right but too few subnets are free.
 */
export function planEnvironment(initFile: InitFile, context: PlanContext): PlannedEnvironment {
  const { uuid, prefix, host } = context;
  const problems = new ProblemList(initFile);
  const { report } = problems;
  checkNames(initFile, report);
  checkPorts(initFile.domains, report);
  const { domains, nets } = initFile;
  const paths = pathRules(initFile, context);
  const networks = planNetworks({
    uuid,
    domains: networked(initFile, context),
    nets,
    subnets: context.subnets,
    report,
  });
  const disks = new DiskPlanner({ ...context, paths, report });
  const scripts = new ScriptPlanner({
    scriptsDir: prefixPaths(prefix).scripts,
    paths,
    initFileDir: initFile.directory,
    isFile: context.isFile ?? (() => true),
    report,
  });
  const parts = { context, networks, disks, paths, scripts, report };
  const planned = [...domains.values()].map((domain) => planDomain(domain, parts));
  checkDiskFiles(initFile, planned, context, report);
  const errors = problems.of('error');
  if (errors.length > 0) throw new InitFileError(errors);
  if (networks.exhausted) throw networks.exhausted;
  return {
    uuid,
    prefix,
    initFileDir: initFile.directory,
    host,
    nets: networks.nets,
    domains: new Map(planned.map((domain) => [domain.name, domain])),
    warnings: problems.of('warning'),
  };
}

/** Machines that are, or have to be, on our networks. */
function networked({ domains }: InitFile, { networklessProviders = [], defaults }: PlanContext): InitFile['domains'] {
  const isFree = (provider: string) => networklessProviders.includes(provider);
  return new Map(
    [...domains].filter(([, { nics, vmProvider }]) => nics.length > 0 || !isFree(vmProvider ?? defaults.vmProvider)),
  );
}

/** How paths of the init file are read. */
export function pathRules(
  { directory }: Pick<InitFile, 'directory'>,
  { cwd, allowedPaths, prefix, workdir }: Pick<PlanContext, 'cwd' | 'allowedPaths' | 'prefix' | 'workdir'>,
): PathRules {
  const variables = pathVariables({ prefix, initFileDir: directory }, workdir);
  return { cwd: cwd ?? directory, allowedPaths, expand: (text: string) => expandVariables(text, variables) };
}
