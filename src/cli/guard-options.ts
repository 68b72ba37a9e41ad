import { type GlobalValues, globalOptions } from './global-options.ts';
import { configName, longFlag, type OptionSpec } from './options.ts';
import type { Logger } from './sdk.ts';

/** Keeps secrets out of the log, and warns of options that are not given well. */
export function guardOptions(global: GlobalValues, isGiven: (spec: OptionSpec<unknown>) => boolean, log: Logger): void {
  for (const secret of [global.sshPassword, global.defaultRootPassword, global.libvirtPassword]) {
    if (secret !== undefined) log.mask(secret);
  }
  for (const spec of Object.values<OptionSpec<unknown>>(globalOptions)) {
    if (!spec.secret || !isGiven(spec)) continue;
    const instead = `LAGO_${configName(spec).toUpperCase()} or a configuration file`;
    log.warning(`${longFlag(spec)}: others on this host can read command lines; use ${instead}`);
  }
  if (isGiven(globalOptions.reposyncDir)) log.warning('--reposync-dir has no effect: nothing here uses it');
}
