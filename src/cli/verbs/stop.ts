import { withEnvironment } from '../context.ts';
import { defineVerb } from '../verb.ts';

export const stop = defineVerb({
  name: 'stop',
  summary: 'Cut the power of machines, then stop networks that no running machine uses',
  arguments: [{ syntax: '[VM...]', description: 'machines; all by default' }],
  options: {},
  example: 'stop vm0',
  run(call) {
    return withEnvironment(call, async (env) => {
      await env.stop(call.args.length === 0 ? undefined : call.args);
      return 0;
    });
  },
});
