import { withEnvironment } from '../context.ts';
import { localPath } from '../local-path.ts';
import { defineVerb } from '../verb.ts';

export const copyFromVm = defineVerb({
  name: 'copy-from-vm',
  summary: 'Copy a file or directory out of a machine',
  arguments: [
    { syntax: '<HOST>', description: 'machine' },
    { syntax: '<REMOTE_PATH>', description: 'file or directory in the machine' },
    { syntax: '<LOCAL_PATH>', description: 'where to here; an existing directory gets it as a child' },
  ],
  options: {},
  example: 'copy-from-vm vm0 /var/log/messages .',
  run(call) {
    const [host = '', remote = '', local = ''] = call.args;
    const { signal } = call.io;
    return withEnvironment(call, async (env) => {
      const vm = env.vm(host);
      await call.log.task(`Copy ${vm.name}:${remote} to ${local}`, () =>
        vm.copyFrom(remote, localPath(call.io, local), { signal }),
      );
      return 0;
    });
  },
});
