import process from 'node:process';
import fc from 'fast-check';

/**
 * fast-check, with the same cases each time: what one change does is not found in the run of another one. `FC_SEED=random`
 * looks for new ones, `FC_SEED=N` repeats those of a failure.
 */
const { FC_SEED = '1' } = process.env;
const seed = FC_SEED === 'random' ? Math.trunc(Math.random() * 2 ** 31) : Number(FC_SEED);
if (!Number.isInteger(seed)) throw new Error(`FC_SEED is to be a whole number or "random", not "${FC_SEED}"`);
fc.configureGlobal({ seed });

export default fc;
