import { type Environment, init, messageOf } from '../index.ts';
import { isCacheHit } from './cache-report.ts';
import { withDeadline } from './deadline.ts';
import { handOver, maskSecrets } from './handover.ts';
import { jobLabel, runnerWorker } from './job.ts';
import type { Settings } from './settings.ts';
import type { JobState } from './state.ts';
import type { Step } from './step.ts';
import { type JobCache, openTemplateCache } from './template-cache.ts';

/** How far bringing up came; filled in on the way, so that a failure can be reported with what is known. */
export interface Progress {
  env?: Environment;
  cache?: JobCache;
}

/** What bringing up needs besides the settings. */
export interface BringUpContext {
  readonly step: Step;
  readonly signal: AbortSignal;
  /** Notes something for `post`. */
  readonly note: (change: Partial<JobState>) => void;
  readonly progress: Progress;
}

/**
 * Makes the environment, starts it and hands it over to later steps. A machine that does not come up is left as it is: `post`
 * collects the evidence, and destroys.
 */
export async function bringUp(settings: Settings, context: BringUpContext): Promise<void> {
  await withDeadline(context.signal, settings.timeout, async (signal) => {
    await using env = await make(settings, { ...context, signal });
    const tell = async () => {
      const cacheHit = isCacheHit(context.progress.cache?.uses ?? []);
      handOver(env, { cacheHit, workdir: settings.workdir, ports: await env.ports() });
    };
    try {
      if (settings.start) await start(env, settings, signal);
    } catch (error) {
      // Steps that run in any case find out what there is, but why it did not start matters more.
      await tell().catch((second: unknown) => context.step.log.warning(`outputs are missing: ${messageOf(second)}`));
      throw error;
    }
    await tell();
  });
}

async function make(settings: Settings, { step, signal, note, progress }: BringUpContext): Promise<Environment> {
  const { log, workspace } = step;
  const { cache: choice, cacheBudget: budget, noCache } = settings;
  const cache = await openTemplateCache({ choice, budget, noCache, log, signal, env: process.env });
  progress.cache = cache;
  const env = await init({
    log,
    signal,
    cwd: workspace,
    initFile: settings.initFile,
    workdir: settings.workdir,
    strict: settings.strict,
    frozen: settings.frozen,
    noCache: settings.noCache,
    acceleration: settings.acceleration,
    allowHostPaths: settings.allowHostPaths,
    allowedVariables: settings.allowVariables,
    ...(settings.templateRepos === undefined ? {} : { templateRepos: settings.templateRepos }),
    ...(settings.templateStore === undefined ? {} : { templateStore: settings.templateStore }),
    templateCache: cache,
    owner: settings.destroy
      ? { kind: 'process', pid: runnerWorker(), label: jobLabel(process.env) }
      : { kind: 'workdir' },
    onRecord: (record) => note(record),
  });
  progress.env = env;
  await maskSecrets(env, log);
  return env;
}

async function start(env: Environment, settings: Settings, signal: AbortSignal): Promise<void> {
  await env.start({
    signal,
    acceleration: settings.acceleration,
    keepOnFailure: true,
    ...(settings.sshTimeout === undefined ? {} : { sshTimeout: settings.sshTimeout }),
  });
}
