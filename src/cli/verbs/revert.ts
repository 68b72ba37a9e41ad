import { defined, withEnvironment } from '../context.ts';
import { flag, seconds, texts } from '../options.ts';
import { defineVerb } from '../verb.ts';

export const revert = defineVerb({
  name: 'revert',
  summary: 'Bring machines back to a snapshot',
  arguments: [{ syntax: '<NAME>', description: 'name of the snapshot; `lago snapshot --list` shows them' }],
  options: {
    noWait: flag('--no-wait', 'do not wait until SSH answers'),
    sshTimeout: seconds('--ssh-timeout <time>', 'time each machine gets until SSH answers'),
    vms: texts('--vm <name>', 'this machine only; may be repeated', { completes: 'vm' }),
  },
  example: 'revert before-upgrade',
  notes:
    'Machines that ran when the snapshot was taken go on from there, the others are down. What they did since is lost.',
  run(call) {
    const { args, options, io } = call;
    const [name = ''] = args;
    return withEnvironment(call, async (env) => {
      await env.revert(name, {
        wait: !options.noWait,
        signal: io.signal,
        ...defined({
          vms: options.vms.length === 0 ? undefined : options.vms,
          sshTimeout: options.sshTimeout,
        }),
      });
      return 0;
    });
  },
});
