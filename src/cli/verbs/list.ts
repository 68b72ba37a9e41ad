import { commonOptions, defined, workdirOf } from '../context.ts';
import { flag } from '../options.ts';
import { defineVerb } from '../verb.ts';

export const list = defineVerb({
  name: 'list',
  summary: 'List the prefixes of a workdir, or all environments of this host',
  arguments: [{ syntax: '[WORKDIR_PATH]', description: 'workdir; found as for every verb by default' }],
  options: { all: flag('--all', 'list the environments of this host, whoever made them') },
  example: 'list',
  async run(call) {
    const { args, options, sdk } = call;
    if (options.all) {
      const environments = await sdk.listEnvironments(commonOptions(call));
      call.printRecords(
        'uuid',
        environments.map(({ uuid, prefix, phase, orphan }) => ({ uuid, prefix, phase, orphan: orphan ?? null })),
      );
      return 0;
    }
    const { prefixes } = sdk.listPrefixNames({
      ...commonOptions(call),
      ...defined({ workdir: args[0] ?? workdirOf(call) }),
    });
    call.print(prefixes);
    return 0;
  },
});
