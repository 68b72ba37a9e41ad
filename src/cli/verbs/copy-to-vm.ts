import { withEnvironment } from '../context.ts';
import { localPath } from '../local-path.ts';
import { defineVerb } from '../verb.ts';

export const copyToVm = defineVerb({
  name: 'copy-to-vm',
  summary: 'Copy a local file or directory into a machine',
  arguments: [
    { syntax: '<HOST>', description: 'machine' },
    { syntax: '<LOCAL_PATH>', description: 'file or directory here' },
    { syntax: '<REMOTE_PATH>', description: 'where to in the machine; an existing directory gets it as a child' },
  ],
  options: {},
  example: 'copy-to-vm vm0 tests /root/tests',
  run(call) {
    const [host = '', local = '', remote = ''] = call.args;
    const { signal } = call.io;
    return withEnvironment(call, async (env) => {
      const vm = env.vm(host);
      await call.log.task(`Copy ${local} to ${vm.name}:${remote}`, () =>
        vm.copyTo(localPath(call.io, local), remote, { signal }),
      );
      return 0;
    });
  },
});
