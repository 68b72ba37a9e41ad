import type { YAMLError } from 'yaml';
import type { Lines } from './lines.ts';
import type { Report } from './report.ts';
/** Reports the errors of the YAML parser, the first one of each line; where tabs are the cause, only those. */
export declare function reportSyntaxErrors(errors: readonly YAMLError[], text: string, lines: Lines, report: Report): void;
