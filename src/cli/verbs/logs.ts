import { stripVTControlCharacters } from 'node:util';
import { withEnvironment } from '../context.ts';
import { follow, lastLines } from '../log-file.ts';
import { flag, integer } from '../options.ts';
import { UsageError } from '../usage-error.ts';
import { defineVerb } from '../verb.ts';

export const logs = defineVerb({
  name: 'logs',
  summary: "Print a machine's serial console so far, or lago.log",
  arguments: [{ syntax: '[HOST]', description: 'machine; without it, the log of Lago itself' }],
  options: {
    lines: integer('-n, --lines <number>', 'only that many lines from the end'),
    follow: flag('--follow', 'go on printing what comes until interrupted'),
    raw: flag('--raw', 'leave control characters as they are; by default they are made harmless'),
  },
  example: 'logs vm0 --lines 50',
  run(call) {
    const [host] = call.args;
    const { io, options, write } = call;
    if (options.lines !== undefined && options.lines < 0) throw new UsageError('--lines must not be negative');
    return withEnvironment(call, async (env) => {
      const file = host === undefined ? env.paths.logFile : env.vm(host).serialLog;
      const show = (text: string) => write(options.raw ? text : call.sdk.printable(stripVTControlCharacters(text)));
      const { text, end } = await lastLines(file, options.lines);
      show(text);
      if (options.follow) for await (const more of follow(file, end, io.signal)) show(more);
      return 0;
    });
  },
});
