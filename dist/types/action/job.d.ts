type Env = Readonly<Record<string, string | undefined>>;
/** Process that lives as long as the job: the runner's worker, our parent. */
export declare function runnerWorker(ppid?: number): number;
/** Names the job, for people who find its environment: `GitHub job test of owner/name, run 42`. */
export declare function jobLabel(env: Env): string;
/**
 * Name for this job's artifact. Names are unique per run, and a job runs once per attempt and matrix entry, and may use the
 * action more than once.
 *
 * @param matrix JSON of the matrix entry.
 */
export declare function artifactName(env: Env, matrix: string): string;
/** Replaces what an artifact's name must not contain. */
export declare function cleanName(name: string): string;
export {};
