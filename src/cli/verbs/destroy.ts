import { createInterface } from 'node:readline/promises';
import { defined, loadOptions } from '../context.ts';
import type { CliIo } from '../io.ts';
import { flag, text } from '../options.ts';
import { UsageError } from '../usage-error.ts';
import { defineVerb } from '../verb.ts';

export const destroy = defineVerb({
  name: 'destroy',
  summary: 'Remove an environment with everything it has',
  options: {
    yes: flag('-y, --yes', 'do not ask'),
    allPrefixes: flag('--all-prefixes', 'destroy every prefix of the workdir'),
    uuid: text('--uuid <uuid>', 'destroy this environment, wherever it is or was'),
  },
  example: 'destroy --yes',
  notes: 'Without --yes it asks for confirmation on the terminal.',
  async run(call) {
    const { io, log, options, sdk } = call;
    if (!options.yes && io.stdin.isTTY !== true) {
      throw new UsageError('destroy needs a confirmation, and there is no terminal to ask on', 'Add --yes.');
    }
    const confirm = async (paths: readonly string[]) => {
      const agreed = await ask(io, `Do you really want to destroy ${paths.join(', ')}? [Yn] `);
      if (!agreed) log.info('aborted: nothing was destroyed');
      return agreed;
    };
    const destroyed = await sdk.destroyEnvironments({
      ...loadOptions(call),
      ...defined({ uuid: options.uuid, confirm: options.yes ? undefined : confirm }),
      allPrefixes: options.allPrefixes,
    });
    if (options.uuid !== undefined && destroyed.length === 0) log.info(`there is no environment ${options.uuid}`);
    for (const uuid of destroyed) log.debug(`destroyed environment ${uuid}`);
    return 0;
  },
});

/** As Lago asks: an empty answer or one that starts with y means yes; the end of the input means no. */
async function ask({ stdin, stderr, signal }: CliIo, question: string): Promise<boolean> {
  // Not in raw mode: Ctrl-C must reach us as the signal that ends every verb.
  const terminal = createInterface({ input: stdin, output: stderr, terminal: false });
  const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('no')));
  try {
    const answer = await Promise.race([terminal.question(question, { signal }), closed]);
    return answer.trim() === '' || /^y/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}
