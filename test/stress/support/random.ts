import { randomInt } from 'node:crypto';
import process from 'node:process';

/** The seed of this run: that of `LAGO_STRESS_SEED`, or a new one. */
export function chooseSeed(): number {
  const given = process.env.LAGO_STRESS_SEED;
  if (given === undefined || given === '') return randomInt(2 ** 32);
  const seed = Number(given);
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32)
    throw new Error(`LAGO_STRESS_SEED is "${given}": expected a whole number from 0 to ${2 ** 32 - 1}`);
  return seed;
}

/** Numbers from 0 up to 1, always the same ones for a seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
