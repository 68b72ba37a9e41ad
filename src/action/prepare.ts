import { userInfo } from 'node:os';
import { type CommonOptions, type DoctorCheck, doctor, type Logger, messageOf, reap } from '../index.ts';
import { hostCommands } from './commands.ts';
import { setUpHost } from './host-setup.ts';

/** What preparing a host needs to know. */
export interface PrepareOptions {
  readonly setup: boolean;
  readonly templateStore: string | undefined;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/**
 * Makes a host ready for this job: sets it up if that is wanted, removes environments that earlier jobs left behind, and
 * shows what was found. Nothing of it fails the job: whether the environment can run is for `main` to tell.
 */
export async function prepareHost({ setup, templateStore, log, signal }: PrepareOptions): Promise<void> {
  const common: CommonOptions = { log, signal, ...(templateStore === undefined ? {} : { templateStore }) };
  if (setup) await attempt(() => setUpHost(hostCommands(process.env, userInfo().username), log, signal), log);
  await attempt(() => removeAbandoned(common, log), log);
  await attempt(() => showHost(common, log), log);
}

async function attempt(step: () => Promise<void>, log: Logger): Promise<void> {
  try {
    await step();
  } catch (error) {
    log.warning(messageOf(error));
  }
}

async function removeAbandoned(common: CommonOptions, log: Logger): Promise<void> {
  for (const { uuid, prefix, reason, error } of await reap(common)) {
    if (error === undefined) log.info(`removed environment ${uuid} at ${prefix}: ${reason}`);
    else log.warning(`environment ${uuid} at ${prefix} could not be removed (${reason}): ${messageOf(error)}`);
  }
}

/** Plain lines: what matters of it comes again as an error or a warning when the environment is made. */
async function showHost(common: CommonOptions, log: Logger): Promise<void> {
  await log.task('Check the host', async (inner) => {
    for (const check of await doctor({ ...common, log: inner })) inner.info(checkLine(check));
  });
}

function checkLine({ name, status, detail, fix }: DoctorCheck): string {
  return `${status.padEnd(7)} ${name}: ${detail}${fix === undefined || status === 'ok' ? '' : `. ${fix}`}`;
}
