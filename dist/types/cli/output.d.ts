import type { CliIo } from './io.ts';
import type { OutputFormat as PluginFormat } from './sdk.ts';
import type { Call } from './verb.ts';
/** What a verb prints its result with. */
export declare function outputOf({ stdout }: CliIo, format: string, formats: ReadonlyMap<string, PluginFormat>): Pick<Call, 'print' | 'printRecords' | 'write'>;
