import { type OutputFormat } from './format.ts';
import type { CliIo } from './io.ts';
import type { Call } from './verb.ts';
/** What a verb prints its result with. */
export declare function outputOf({ stdout }: CliIo, format: OutputFormat): Pick<Call, 'print' | 'printRecords' | 'write'>;
