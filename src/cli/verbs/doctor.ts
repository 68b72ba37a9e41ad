import { commonOptions } from '../context.ts';
import type { DoctorCheck } from '../sdk.ts';
import { defineVerb } from '../verb.ts';

export const doctor = defineVerb({
  name: 'doctor',
  summary: 'Check whether environments can run on this host, and say how to mend what is not right',
  options: {},
  example: 'doctor',
  notes: 'The exit code is 1 when something is wrong that keeps environments from running.',
  async run(call) {
    const { global, log, sdk } = call;
    const checks = await log.task('Check this host', (sub) => sdk.doctor({ ...commonOptions(call), log: sub }));
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
