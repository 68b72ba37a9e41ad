import { defined, loadOptions } from '../context.ts';
import { flag, text } from '../options.ts';
import { Questions } from '../questions.ts';
import { UsageError } from '../usage-error.ts';
import { defineVerb } from '../verb.ts';

const uuid = text('--uuid <uuid>', 'destroy this environment, wherever it is or was');

function parseUuid(value: string): string {
  if (!/^[0-9a-f]{32}$/.test(value)) throw new UsageError('expected 32 hexadecimal digits, as `lago list --all` shows');
  return value;
}

export const destroy = defineVerb({
  name: 'destroy',
  summary: 'Remove an environment with everything it has',
  options: {
    yes: flag('-y, --yes', 'do not ask'),
    allPrefixes: flag('--all-prefixes', 'destroy every prefix of the workdir'),
    uuid: { ...uuid, parse: parseUuid },
  },
  example: 'destroy --yes',
  notes: 'Without --yes it asks for confirmation on the terminal.',
  async run(call) {
    const { io, log, options, sdk } = call;
    if (options.allPrefixes && options.uuid !== undefined) {
      throw new UsageError('--all-prefixes and --uuid exclude each other');
    }
    if (!options.yes && io.stdin.isTTY !== true) {
      throw new UsageError('destroy needs a confirmation, and there is no terminal to ask on', 'Add --yes.');
    }
    const confirm = async (paths: readonly string[]) => {
      using questions = new Questions(io);
      const agreed = await questions.confirm(`Do you really want to destroy ${paths.join(', ')}? [Yn] `);
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
