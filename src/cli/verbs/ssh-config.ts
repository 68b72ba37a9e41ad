import { withEnvironment } from '../context.ts';
import { defineVerb } from '../verb.ts';

export const sshConfig = defineVerb({
  name: 'ssh-config',
  summary: 'Print a configuration for ssh, scp and rsync with one host per machine',
  options: {},
  example: 'ssh-config > ssh.conf && ssh -F ssh.conf vm0',
  run(call) {
    return withEnvironment(call, async (env) => {
      call.write(env.sshConfig());
      return 0;
    });
  },
});
