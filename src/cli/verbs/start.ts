import { defined, withEnvironment } from '../context.ts';
import { accelerationOption } from '../init-file-options.ts';
import { flag, seconds } from '../options.ts';
import { defineVerb } from '../verb.ts';

export const start = defineVerb({
  name: 'start',
  summary: 'Start machines with the networks they use, and wait until SSH answers',
  arguments: [{ syntax: '[VM...]', description: 'machines; all by default' }],
  options: {
    noWait: flag('--no-wait', 'do not wait until SSH answers'),
    sshTimeout: seconds('--ssh-timeout <time>', 'time each machine gets until SSH answers'),
    timeout: seconds('--timeout <time>', 'time for everything together; no limit by default'),
    acceleration: accelerationOption,
  },
  example: 'start vm0 vm1',
  run(call) {
    const { args, options, io } = call;
    return withEnvironment(call, async (env) => {
      await env.start({
        wait: !options.noWait,
        signal: io.signal,
        ...defined({
          vms: args.length === 0 ? undefined : args,
          sshTimeout: options.sshTimeout,
          timeout: options.timeout,
          acceleration: options.acceleration,
        }),
      });
      return 0;
    });
  },
});
