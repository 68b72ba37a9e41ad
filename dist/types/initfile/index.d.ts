/** Init files: text to {@link InitFile}, with every mistake placed and explained. */
export { DEFAULT_INIT_FILE } from './file-name.ts';
export { MAX_BYTES, type ParseOptions, parseInitFile } from './parse.ts';
export { type ReadOptions, readInitFile } from './read.ts';
export { type FormatOptions, formatProblems } from './render.ts';
export * from './types.ts';
export { expandVariables } from './variables.ts';
