import { createHash } from 'node:crypto';

type Env = Readonly<Record<string, string | undefined>>;

/** Longest name of an artifact that we make; GitHub allows a few more. */
const LONGEST_NAME = 200;

/** Process that lives as long as the job: the runner's worker, our parent. */
export function runnerWorker(ppid: number = process.ppid): number {
  // In a job container the worker is outside and invisible; the container's first process ends with the job as well.
  return ppid === 0 ? 1 : ppid;
}

/** Names the job, for people who find its environment: `GitHub job test of owner/name, run 42`. */
export function jobLabel(env: Env): string {
  const { GITHUB_JOB = 'unknown', GITHUB_REPOSITORY = 'unknown', GITHUB_RUN_ID = 'unknown' } = env;
  return `GitHub job ${GITHUB_JOB} of ${GITHUB_REPOSITORY}, run ${GITHUB_RUN_ID}`;
}

/**
 * Name for this job's artifact. Names are unique per run, and a job runs once per attempt and matrix entry, and may use the
 * action more than once.
 *
 * @param matrix JSON of the matrix entry.
 */
export function artifactName(env: Env, matrix: string): string {
  const { GITHUB_ACTION = '', GITHUB_JOB = 'job', GITHUB_RUN_ATTEMPT = '1' } = env;
  const digest = createHash('sha256').update(`${GITHUB_ACTION}\0${matrix}`).digest('hex').slice(0, 8);
  return cleanName(`lago-${GITHUB_JOB}-${GITHUB_RUN_ATTEMPT}-${digest}`);
}

/** Replaces what an artifact's name must not contain. */
export function cleanName(name: string): string {
  const clean = name
    .replace(/["\\:<>|*?/\p{Cc}]+/gu, '-')
    .slice(0, LONGEST_NAME)
    .trim();
  return /^[-.]*$/.test(clean) ? 'lago' : clean;
}
