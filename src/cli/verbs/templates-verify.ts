import { commonOptions } from '../context.ts';
import { flag } from '../options.ts';
import { printTable } from '../table.ts';
import { repositoryOptions, repositorySettings } from '../template-options.ts';
import { defineVerb } from '../verb.ts';

export const templatesVerify = defineVerb({
  name: 'templates verify',
  summary: 'Read images of the store again, and compare them with what was published',
  arguments: [{ syntax: '[TEMPLATE...]', description: 'ids as `templates list --stored` has them; all by default' }],
  options: { ...repositoryOptions, repair: flag('--repair', 'fetch broken ones anew, unless disks lie over them') },
  sections: ['init'],
  example: 'templates verify --repair',
  notes: 'The exit code is 1 while one is broken.',
  async run(call) {
    const { args, log, options, sdk } = call;
    const checked = await sdk.verifyTemplates({
      ...commonOptions(call),
      ...repositorySettings(call),
      ids: args,
      repair: options.repair,
    });
    for (const { id, state, reason, usedBy = [] } of checked) {
      const users = usedBy.length === 0 ? '' : `; used by ${usedBy.join(', ')}`;
      if (state === 'broken') log.error(`${id} is broken: ${reason}${users}`);
      if (state === 'repaired') log.info(`${id} was broken (${reason}), and was fetched anew`);
    }
    printTable(
      call,
      'id',
      checked.map(({ id, state, reason, usedBy = [] }) => ({ id, state, reason: reason ?? null, used_by: usedBy })),
      {
        empty: 'no template is in the store',
        row: ({ id, state, reason }) => ({ id, state, reason: reason ?? '' }),
      },
    );
    return checked.some(({ state }) => state === 'broken') ? 1 : 0;
  },
});
