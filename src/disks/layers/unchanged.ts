import { UserError } from '../../host/errors.ts';
import { type Builders, stepName } from './builders.ts';
import { inputReader } from './inputs.ts';
import { layerKeys } from './keys.ts';
import type { LayerNode } from './trie.ts';
import type { StepContext } from './types.ts';

/**
 * Reads the files that the steps of a layer take in once more, now that it is built: keys are made long before builders read
 * them, and a layer must not be found by the key of other files.
 *
 * @throws {UserError} `BUILD_INPUT_CHANGED`; {@link HostError} `FILE_FAILED` for what is not there any more.
 */
export async function assertUnchanged(
  { base, steps }: LayerNode,
  context: StepContext & { readonly builders: Builders },
): Promise<void> {
  const again = { ...context, identityOf: inputReader(context.signal) };
  const now = await layerKeys(
    base,
    steps.map(({ step }) => step),
    context.builders,
    again,
  );
  const changed = steps.find(({ key }, index) => now[index]?.key !== key);
  if (changed === undefined) return;
  const { domain, disk } = context;
  const message = `files that ${stepName(changed.step)} of disk ${disk.name} of VM ${domain.name} takes in changed meanwhile`;
  throw new UserError('BUILD_INPUT_CHANGED', message, {
    hint: 'What was built may have some of the old ones and some of the new: it is not kept. Run it again.',
  });
}
