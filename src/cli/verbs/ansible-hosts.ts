import { parse } from 'yaml';
import { withEnvironment } from '../context.ts';
import { globalOptions } from '../global-options.ts';
import { texts } from '../options.ts';
import { type Call, defineVerb } from '../verb.ts';

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
  notes: 'As INI, or with -f yaml and -f json in the YAML form of inventories, under valid group names only.',
  run(call) {
    const { keys } = call.options;
    return withEnvironment(call, async (env) => {
      const given = keys.length === 0 ? undefined : keys;
      // A format in the configuration is for other verbs: scripts of Lago's users count on INI here.
      const outFormat = call.isGiven(globalOptions.outFormat) ? call.global.outFormat : undefined;
      if (outFormat === 'yaml') call.write(env.ansibleInventoryYaml(given));
      else if (outFormat === 'json') call.print(parse(env.ansibleInventoryYaml(given)));
      else writeLines(call, env.ansibleInventory(given));
      return 0;
    });
  },
});

function writeLines({ write }: Pick<Call, 'write'>, text: string): void {
  write(text.endsWith('\n') || text === '' ? text : `${text}\n`);
}
