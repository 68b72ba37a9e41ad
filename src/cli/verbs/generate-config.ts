import { generateConfig } from '../config/generate.ts';
import { sectionsOf } from '../config/sections.ts';
import { settingsOf } from '../config/settings.ts';
import { flag } from '../options.ts';
import { defineVerb } from '../verb.ts';
import { packageVersion } from '../version.ts';

export const generate = defineVerb({
  name: 'generate-config',
  aliases: ['generate'],
  summary: 'Print a configuration file with what counts now',
  options: { verbose: flag('--verbose', 'with all options that have no value, as comments') },
  example: 'generate-config --verbose > ~/.config/lago/lago.conf',
  notes: 'Passwords are left out. Reading the file back changes nothing.',
  async run({ config, options, verbs, write }) {
    const header = `lago ${packageVersion()}, generated: ${new Date().toISOString()}`;
    const { plugins } = config;
    write(generateConfig(settingsOf(sectionsOf(verbs), config), { header, verbose: options.verbose, plugins }));
    return 0;
  },
});
