import type { Verb } from '../verb.ts';
import { destroy } from './destroy.ts';
import { init } from './init.ts';
import { plan } from './plan.ts';
import { shell } from './shell.ts';
import { start } from './start.ts';
import { status } from './status.ts';
import { stop } from './stop.ts';
import { validate } from './validate.ts';

/** All verbs, in the order in which help lists them. */
export const VERBS: readonly Verb[] = [init, start, stop, destroy, status, shell, plan, validate];
