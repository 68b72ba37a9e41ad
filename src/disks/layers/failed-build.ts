import { GuestError, messageOf, ToolError } from '../../host/errors.ts';
import { stepName } from './builders.ts';
import type { KeyedStep } from './keys.ts';
import { leaveMark } from './marks.ts';
import { hasEntry } from './prefixes.ts';
import type { LayerStore } from './store.ts';
import { leafKey } from './trie.ts';
import type { BuildRun, LayerStep } from './types.ts';

/**
 * Carries out steps. When one of them fails, what was built before it is made a layer of its own the next time, if there is
 * an entry of the init file in it: whoever mends the step does not wait for the others again.
 *
 * @param run gets a function that it tells which step begins.
 * @throws what `run` throws.
 */
export async function notingFailure(
  steps: readonly KeyedStep[],
  { store, domain, disk, log }: Pick<BuildRun, 'domain' | 'disk' | 'log'> & { readonly store: LayerStore },
  run: (reached: (step: LayerStep | undefined) => void) => Promise<void>,
): Promise<void> {
  let at = -1;
  try {
    await run((step) => {
      at = steps.findIndex((keyed) => keyed.step === step);
    });
  } catch (error) {
    const [failed, done] = [steps[at]?.step, steps.slice(0, Math.max(at, 0))];
    const isOfStep = error instanceof ToolError || error instanceof GuestError;
    if (failed !== undefined && isOfStep && hasEntry(done)) {
      await leaveMark(store, leafKey({ steps: done })).then(
        () => log?.info(`${domain.name}/${disk.name}: what comes before ${stepName(failed)} is kept the next time`),
        (failure) => log?.debug(`how far the build came was not noted: ${messageOf(failure)}`),
      );
    }
    throw error;
  }
}
