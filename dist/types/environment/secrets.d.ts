import type { Logger } from '../host/log.ts';
import type { BuildStep, InitFile } from '../initfile/types.ts';
import type { EnvironmentPlan } from '../providers/plan.ts';
import type { DomainDefaultOptions } from './options.ts';
/** Keeps the passwords of an init file, and those given as defaults, out of all logs from now on. */
export declare function maskInitFile(log: Logger, { domains }: InitFile, defaults?: DomainDefaultOptions): void;
/** Keeps the passwords that `build` entries set out of all logs from now on. */
export declare function maskBuild(log: Logger, steps: readonly Pick<BuildStep, 'options'>[]): void;
/** Keeps the passwords of an environment's machines out of all logs from now on. */
export declare function maskPlan(log: Logger, { domains }: EnvironmentPlan): void;
