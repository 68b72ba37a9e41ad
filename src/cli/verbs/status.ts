import { withEnvironment } from '../context.ts';
import { defineVerb } from '../verb.ts';

export const status = defineVerb({
  name: 'status',
  summary: 'Show the state of machines and networks',
  options: {},
  example: 'status -f json',
  run(call) {
    return withEnvironment(call, async (env) => {
      call.print(await env.status());
      return 0;
    });
  },
});
