import { OUTPUT_FORMATS } from './format.ts';
import { choice, flag, integer, type OptionValues, text } from './options.ts';

/** Options that every verb has; they may stand before or after it. */
export const globalOptions = {
  logLevel: choice('-l, --loglevel <level>', 'least important messages shown; info by default', [
    'debug',
    'info',
    'warning',
    'error',
  ]),
  logDepth: integer('--logdepth <number>', 'levels of sub-tasks shown; 3 by default, -1 shows all'),
  outFormat: choice('-f, --out-format <format>', 'format of the result', OUTPUT_FORMATS),
  workdirPath: text('-w, --workdir-path <dir>', 'workdir; by default $LAGO_WORKDIR, else .lago here or in a parent'),
  prefixName: text('-P, --prefix-name <name>', 'prefix in the workdir; the current one by default'),
  prefixPath: text('-p, --prefix-path <dir>', 'path of a prefix (deprecated: use -w and -P)'),
  libvirtUrl: text('--libvirt_url <url>', 'libvirt connection; qemu:///system by default'),
  leaseDir: text('--lease_dir <dir>', 'directory of subnet leases'),
  stateDir: text('--state-dir <dir>', 'directory of owner records, leases and the template store'),
  ignoreWarnings: flag('--ignore-warnings', 'do not show warnings'),
};

export type GlobalValues = OptionValues<typeof globalOptions>;
