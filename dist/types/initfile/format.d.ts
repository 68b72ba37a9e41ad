import type { RawMapping } from './types.ts';
/** Text of an init file that was exported; YAML as Lago and we read it. */
export declare function formatInitFile(content: RawMapping, format: 'yaml' | 'json'): string;
