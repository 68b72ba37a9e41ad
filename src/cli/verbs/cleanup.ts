import { withEnvironment } from '../context.ts';
import { defineVerb } from '../verb.ts';

export const cleanup = defineVerb({
  name: 'cleanup',
  summary: 'Stop everything and unmark the prefix, but keep its disks',
  options: {},
  example: 'cleanup',
  notes:
    'Verbs no longer find the prefix, except destroy. Creating the empty file `initialized` in it makes it usable again.',
  run(call) {
    return withEnvironment(call, async (env) => {
      await env.cleanup();
      return 0;
    });
  },
});
