import { type GlobalValues } from './global-options.ts';
import { type OptionSpec } from './options.ts';
import type { Logger } from './sdk.ts';
/** Keeps secrets out of the log, and warns of options that are not given well. */
export declare function guardOptions(global: GlobalValues, isGiven: (spec: OptionSpec<unknown>) => boolean, log: Logger): void;
