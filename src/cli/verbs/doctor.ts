import { commonOptions } from '../context.ts';
import { flag } from '../options.ts';
import type { DoctorCheck } from '../sdk.ts';
import { defineVerb } from '../verb.ts';

export const doctor = defineVerb({
  name: 'doctor',
  summary: 'Check whether environments can run on this host, and say how to mend what is not right',
  options: { fix: flag('--fix', 'mend what can be mended safely; installs nothing') },
  example: 'doctor --fix',
  notes: 'The exit code is 1 when something is wrong that keeps environments from running. --fix needs root or sudo.',
  async run(call) {
    const { global, log, options, sdk } = call;
    const checks = await log.task('Check this host', (sub) =>
      sdk.doctor({ ...commonOptions(call), log: sub, fix: options.fix }),
    );
    if ((global.outFormat ?? 'default') === 'default') {
      call.write(checks.map((check) => `${sdk.printable(paragraph(check))}\n`).join(''));
    } else call.printRecords('name', checks);
    return checks.some(({ status }) => status === 'error') ? 1 : 0;
  },
});

const MARGIN = ' '.repeat(9);

function paragraph({ name, status, detail, fix }: DoctorCheck): string {
  const lines = [`${status.padEnd(MARGIN.length)}${name}: ${detail}`, ...(fix === undefined ? [] : [`fix: ${fix}`])];
  return lines.join('\n').replaceAll('\n', `\n${MARGIN}`);
}
