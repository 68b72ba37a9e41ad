import type { CliIo } from './io.ts';
/** A path as the user wrote it, made absolute; a trailing slash stays, because it says "a directory". */
export declare function localPath({ cwd }: Pick<CliIo, 'cwd'>, path: string): string;
