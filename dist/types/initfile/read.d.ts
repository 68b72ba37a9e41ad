import { type ParseOptions } from './parse.ts';
import type { InitFile } from './types.ts';
/** How to read an init file; see {@link ParseOptions}. */
export type ReadOptions = Omit<ParseOptions, 'file'>;
/**
 * Reads and parses the init file at `path` (relative to the current directory).
 *
 * @throws UserError `INIT_FILE_MISSING`, `INIT_FILE_IS_DIRECTORY`, `INIT_FILE_UNREADABLE`, `INIT_FILE_ENCODING`,
 * `INIT_FILE_TOO_LARGE`; what {@link parseInitFile} throws.
 */
export declare function readInitFile(path: string, options?: ReadOptions): Promise<InitFile>;
