import type { Problem } from './sdk.ts';
import type { Call } from './verb.ts';
/** Shows what is doubtful in an init file, unless warnings are not wanted. */
export declare function showWarnings({ global, io, sdk }: Pick<Call, 'global' | 'io' | 'sdk'>, warnings: readonly Problem[]): void;
