import { withEnvironment } from '../context.ts';
import { texts } from '../options.ts';
import { defineVerb } from '../verb.ts';

/** The empty key is the whole spec to Lago. */
const keys = texts('-k, --keys <key...>', 'keys of the init file that make groups', {
  preset: 'vm-type, groups, vm-provider',
});

export const ansibleHosts = defineVerb({
  name: 'ansible_hosts',
  aliases: ['ansible-hosts'],
  summary: 'Print an Ansible inventory',
  options: {
    keys: { ...keys, parse: (key: string, previous: readonly string[]) => [...previous, key] },
  },
  example: 'ansible_hosts > hosts && ansible all -i hosts -m ping',
  run(call) {
    const { keys } = call.options;
    return withEnvironment(call, async (env) => {
      const text = env.ansibleInventory(keys.length === 0 ? undefined : keys);
      call.write(text.endsWith('\n') || text === '' ? text : `${text}\n`);
      return 0;
    });
  },
});
