import { defined, withEnvironment } from '../context.ts';
import { localPath } from '../local-path.ts';
import { bytes, flag, text } from '../options.ts';
import { UsageError } from '../usage-error.ts';
import { defineVerb } from '../verb.ts';

export const collect = defineVerb({
  name: 'collect',
  summary: 'Collect the artifacts of all machines',
  options: {
    output: text('--output <dir>', 'directory for them (required); an existing one is moved aside'),
    noSkip: flag('--no-skip', 'fail when a path is missing in a machine, or cut'),
    maxSize: bytes('--max-size <size>', 'most that is taken from one machine', { preset: '2GiB' }),
  },
  example: 'collect --output artifacts',
  notes: 'Each machine gets a directory in it; /var/log/messages becomes _var_log_messages.',
  run(call) {
    const { io, options } = call;
    const { output } = options;
    if (output === undefined) throw new UsageError('the option --output is required');
    return withEnvironment(call, async (env) => {
      const reports = await env.collectArtifacts(localPath(io, output), {
        ignoreMissing: !options.noSkip,
        ...defined({ maxBytes: options.maxSize }),
        signal: io.signal,
      });
      // What went wrong was said where it happened.
      return reports.some(({ error }) => error !== undefined) ? 1 : 0;
    });
  },
});
