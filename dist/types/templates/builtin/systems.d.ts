import type { System } from './layout.ts';
/** All operating systems of the built-in repository, newest releases last. */
export declare const SYSTEMS: readonly System[];
