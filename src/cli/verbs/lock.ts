import { initFileOptions, initFileSettings } from '../init-file-options.ts';
import { flag } from '../options.ts';
import { defineVerb } from '../verb.ts';

export const lock = defineVerb({
  name: 'lock',
  summary: 'Pin template versions and layers of an init file in a lock file beside it',
  arguments: [{ syntax: '[INITFILE]', description: 'init file; LagoInitFile by default' }],
  options: {
    ...initFileOptions,
    check: flag('--check', 'write nothing; exit with 1 and print the difference when the lock file is out of date'),
  },
  sections: ['init'],
  example: 'lock --check',
  notes: 'The lock file has the name of the init file with `.lock` after it. `init --frozen` takes nothing else.',
  async run(call) {
    const { args, options, sdk, log } = call;
    const { file, current, diff } = await sdk.lockInitFile({
      ...initFileSettings(call, args[0]),
      check: options.check,
    });
    if (current) log.info(`${file} is up to date`);
    else if (options.check) {
      call.write(`${diff.join('\n')}\n`);
      log.error(`${file} is out of date: write it anew with \`lago lock\``);
    } else log.info(`wrote ${file}`);
    return options.check && !current ? 1 : 0;
  },
});
