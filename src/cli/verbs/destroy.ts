import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { loadOptions } from '../context.ts';
import { flag } from '../options.ts';
import type { LoadOptions } from '../sdk.ts';
import { UsageError } from '../usage-error.ts';
import { type Call, defineVerb } from '../verb.ts';

export const destroy = defineVerb({
  name: 'destroy',
  summary: 'Remove an environment with everything it has',
  options: {
    yes: flag('-y, --yes', 'do not ask'),
    allPrefixes: flag('--all-prefixes', 'destroy every prefix of the workdir'),
  },
  example: 'destroy --yes',
  notes: 'Without --yes it asks for confirmation on the terminal.',
  async run(call) {
    const where = loadOptions(call);
    const { allPrefixes, yes } = call.options;
    if (!yes && !(await confirmed(call, subject(where, allPrefixes)))) {
      call.log.info('aborted: nothing was destroyed');
      return 0;
    }
    const destroyed = await call.sdk.destroyEnvironments({ ...where, allPrefixes });
    for (const uuid of destroyed) call.log.debug(`destroyed environment ${uuid}`);
    return 0;
  },
});

function subject({ workdir, prefixName, cwd }: LoadOptions, allPrefixes: boolean): string {
  const place = resolve(cwd ?? '.', workdir ?? '.');
  if (allPrefixes) return `all prefixes of the workdir at ${place}`;
  return `the ${prefixName === undefined ? 'current prefix' : `prefix ${prefixName}`} at ${place}`;
}

/** As Lago asks: an empty answer or one that starts with y means yes. */
async function confirmed(call: Pick<Call, 'io'>, what: string): Promise<boolean> {
  const { stdin, stderr, signal } = call.io;
  if (stdin.isTTY !== true) {
    throw new UsageError('destroying needs a confirmation, and there is no terminal to ask on', 'Add --yes.');
  }
  const terminal = createInterface({ input: stdin, output: stderr });
  try {
    const answer = await terminal.question(`Do you really want to destroy ${what}? [Yn] `, { signal });
    return answer.trim() === '' || /^y/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}
