// Where things are in a clone.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root directory. */
export const PROJECT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** What is built once and kept between runs; never committed. */
export const CACHE = join(PROJECT, '.cache');

/** The pinned Node of the project, whatever runs the scripts. */
export const NODE = join(PROJECT, 'node_modules', '.bin', 'node');
