import { commonOptions } from '../context.ts';
import { defineVerb } from '../verb.ts';

export const reap = defineVerb({
  name: 'reap',
  summary: 'Destroy environments whose owner is gone or whose time is up',
  options: {},
  example: 'reap',
  notes: '`list --all` shows which those are.',
  async run(call) {
    const { log, sdk } = call;
    const reaped = await sdk.reap(commonOptions(call));
    for (const { uuid, prefix, reason, error } of reaped) {
      if (error === undefined) log.info(`removed ${uuid} (${prefix}): ${reason}`);
      else log.error(`could not remove ${uuid} (${prefix}): ${sdk.messageOf(error)}`);
    }
    if (reaped.length === 0) log.info('nothing to remove');
    call.printRecords(
      'uuid',
      reaped.filter(({ error }) => error === undefined).map(({ uuid, prefix, reason }) => ({ uuid, prefix, reason })),
    );
    return reaped.some(({ error }) => error !== undefined) ? 1 : 0;
  },
});
