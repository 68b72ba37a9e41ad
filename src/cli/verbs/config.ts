import { sectionsOf } from '../config/sections.ts';
import { type Setting, settingsOf } from '../config/settings.ts';
import { GLOBAL_SECTION } from '../config/sources.ts';
import { withoutUrlSecrets } from '../config/url-secrets.ts';
import { defined } from '../context.ts';
import { globalOptions } from '../global-options.ts';
import { flag, type OptionSpec } from '../options.ts';
import { type Call, defineVerb } from '../verb.ts';

export const config = defineVerb({
  name: 'config',
  summary: 'Print the settings that count, and where they come from',
  options: { showOrigin: flag('--show-origin', 'with the option, the variable, or the file and line of each') },
  example: 'config --show-origin',
  notes: 'Files: /etc/lago/lago.conf, lago/lago.conf in the XDG directories, ~/.config/lago/lago.conf. Later ones win.',
  async run(call) {
    const others = {
      given: (section: string, spec: OptionSpec<unknown>) => given(call, section, spec),
      hostDefaults: hostDefaults(call),
    };
    const found = settingsOf(sectionsOf(call.verbs), call.config, others).filter(({ value }) => value !== undefined);
    if ((call.global.outFormat ?? 'default') === 'default') call.write(found.map((each) => line(each, call)).join(''));
    else call.print(nested(found, call));
    return 0;
  },
});

type ConfigCall = Call<{ showOrigin: OptionSpec<boolean> }>;

/** Text of a global option on the command line; verbs' options cannot stand there. */
function given({ global, isGiven }: ConfigCall, section: string, spec: OptionSpec<unknown>): string | undefined {
  if (section !== GLOBAL_SECTION || !isGiven(spec)) return undefined;
  const name = Object.entries<OptionSpec<unknown>>(globalOptions).find(([, option]) => option === spec)?.[0];
  const value: unknown = Object.entries(global).find(([key]) => key === name)?.[1];
  return value === undefined ? undefined : String(value);
}

/** Whatever is wrong with other settings: this verb is for finding that. */
function hostDefaults({ global, io, sdk }: ConfigCall): ReadonlyMap<string, string> {
  const { stateDir, leaseDir, storeDir, repositoriesDir } = sdk.hostPaths({
    cwd: io.cwd,
    env: io.env,
    ...defined({ stateDir: global.stateDir, leaseDir: global.leaseDir }),
  });
  return new Map([
    ['lago/state_dir', stateDir],
    ['lago/lease_dir', leaseDir],
    ['init/template_store', storeDir],
    ['init/template_repos', repositoriesDir],
  ]);
}

function shown({ spec, value }: Setting): string {
  return spec?.secret ? '***' : withoutUrlSecrets(value?.text.trim().replaceAll('\n', ', ') ?? '');
}

function line(setting: Setting, { options, sdk }: ConfigCall): string {
  const origin = options.showOrigin ? ` (${setting.value?.origin})` : '';
  return `${sdk.printable(`${setting.section}.${setting.name} = ${shown(setting)}${origin}`)}\n`;
}

function nested(settings: readonly Setting[], { options }: ConfigCall): Record<string, Record<string, unknown>> {
  const result: Record<string, Record<string, unknown>> = {};
  for (const setting of settings) {
    const section = result[setting.section] ?? {};
    const value = shown(setting);
    section[setting.name] = options.showOrigin ? { value, origin: setting.value?.origin } : value;
    result[setting.section] = section;
  }
  return result;
}
