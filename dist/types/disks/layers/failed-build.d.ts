import type { KeyedStep } from './keys.ts';
import type { LayerStore } from './store.ts';
import type { BuildRun, LayerStep } from './types.ts';
/**
 * Carries out steps. When one of them fails, what was built before it is made a layer of its own the next time, if there is
 * an entry of the init file in it: whoever mends the step does not wait for the others again.
 *
 * @param run gets a function that it tells which step begins.
 * @throws what `run` throws.
 */
export declare function notingFailure(steps: readonly KeyedStep[], { store, domain, disk, log }: Pick<BuildRun, 'domain' | 'disk' | 'log'> & {
    readonly store: LayerStore;
}, run: (reached: (step: LayerStep | undefined) => void) => Promise<void>): Promise<void>;
