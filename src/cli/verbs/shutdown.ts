import { defined, withEnvironment } from '../context.ts';
import { flag, seconds } from '../options.ts';
import { defineVerb } from '../verb.ts';

export const shutdown = defineVerb({
  name: 'shutdown',
  summary: 'Let machines power off by themselves, then stop networks that no running machine uses',
  arguments: [{ syntax: '[VM...]', description: 'machines; all by default' }],
  options: {
    reboot: flag('-r, --reboot', 'let them reboot instead, without waiting for it'),
    timeout: seconds('--timeout <time>', 'time the guests get; 5 minutes by default'),
  },
  example: 'shutdown vm0',
  notes:
    'A guest that does not heed its power button is asked over SSH. One that stays up is an error: stop cuts its power.',
  run(call) {
    const { args, io, options } = call;
    const vms = args.length === 0 ? undefined : args;
    return withEnvironment(call, async (env) => {
      const common = { signal: io.signal, ...defined({ timeout: options.timeout }) };
      if (options.reboot) await env.reboot(vms, { ...common, wait: false });
      else await env.shutdown(vms, common);
      return 0;
    });
  },
});
