import { randomNumbers } from './random.ts';

/** Verbs that are killed, in an order in which an environment can go through all of them. */
export const VERBS = ['init', 'export', 'start', 'snapshot', 'revert', 'destroy'] as const;
/** One of {@link VERBS}. */
export type Verb = (typeof VERBS)[number];

/** How the verbs are called. With a time limit there is a watchdog. */
export const ARGUMENTS: Readonly<Record<Verb, readonly string[]>> = {
  init: ['init', '--expires-in', '1h'],
  export: ['export', '--standalone', '--dst-dir', 'exported'],
  start: ['start'],
  snapshot: ['snapshot', 'saved'],
  revert: ['revert', 'saved'],
  destroy: ['destroy', '--yes'],
};

/** What has to be done before a verb can be. */
export const BEFORE: Readonly<Record<Verb, readonly Verb[]>> = {
  init: [],
  export: ['init'],
  start: ['init'],
  snapshot: ['init', 'start'],
  revert: ['init', 'start', 'snapshot'],
  destroy: ['init', 'start'],
};

/** One verb to be killed. */
export interface Kill {
  /** From 1 on. */
  readonly number: number;
  readonly verb: Verb;
  /** The part of its time that it gets. */
  readonly fraction: number;
  /** The same, for people. */
  readonly percent: number;
}

/** Each verb once and some more of them, killed at random moments; always the same ones for a seed. */
export function chooseKills(seed: number, more: number): readonly Kill[] {
  const random = randomNumbers(seed);
  const others = Array.from({ length: more }, () => VERBS[Math.floor(random() * VERBS.length)] ?? 'init');
  return [...VERBS, ...others].map((verb, index) => {
    const fraction = random();
    return { number: index + 1, verb, fraction, percent: Math.round(fraction * 100) };
  });
}
