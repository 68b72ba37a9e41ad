import { commonOptions, defined, workdirOf } from '../context.ts';
import { defineVerb } from '../verb.ts';

export const setCurrent = defineVerb({
  name: 'set-current',
  summary: 'Make a prefix the current one of its workdir',
  arguments: [{ syntax: '<PREFIX_NAME>', description: 'name of the prefix' }],
  options: {},
  example: 'set-current default',
  async run(call) {
    const [prefixName = ''] = call.args;
    const workdir = defined({ workdir: workdirOf(call) });
    await call.sdk.setCurrentPrefix({ ...commonOptions(call), ...workdir, prefixName });
    return 0;
  },
});
