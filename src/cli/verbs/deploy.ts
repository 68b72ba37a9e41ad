import { defined, withEnvironment } from '../context.ts';
import { defineVerb } from '../verb.ts';

export const deploy = defineVerb({
  name: 'deploy',
  summary: 'Run the deploy scripts that the init file lists',
  arguments: [{ syntax: '[VM...]', description: 'machines; all by default' }],
  options: {},
  example: 'deploy',
  notes:
    'Machines at once, the scripts of each in order, up to the first that fails. What they write is kept in logs/deploy ' +
    'of the prefix. They find LAGO_VM, LAGO_FQDN, LAGO_IP, LAGO_IPS, LAGO_VMS and LAGO_UUID set.',
  run(call) {
    const { args, io, log } = call;
    return withEnvironment(call, async (env) => {
      const done = await env.deploy(defined({ vms: args.length > 0 ? args : undefined, signal: io.signal }));
      for (const { vm, script, logFile } of done) log.debug(`VM ${vm}: ${script}: ${logFile}`);
      return 0;
    });
  },
});
