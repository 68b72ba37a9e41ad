import { defined, withEnvironment } from '../context.ts';
import { flag, seconds } from '../options.ts';
import { defineVerb } from '../verb.ts';

export const reboot = defineVerb({
  name: 'reboot',
  summary: 'Let machines reboot by themselves, and wait until SSH answers again',
  arguments: [{ syntax: '[VM...]', description: 'machines; all by default' }],
  options: {
    noWait: flag('--no-wait', 'do not wait until SSH answers'),
    timeout: seconds('--timeout <time>', 'time each machine gets until SSH answers; as for a start by default'),
  },
  example: 'reboot vm0',
  run(call) {
    const { args, io, options } = call;
    return withEnvironment(call, async (env) => {
      await env.reboot(args.length === 0 ? undefined : args, {
        wait: !options.noWait,
        signal: io.signal,
        ...defined({ timeout: options.timeout }),
      });
      return 0;
    });
  },
});
