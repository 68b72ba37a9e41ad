import { OUTPUT_FORMATS } from './format.ts';
import { choice, flag, integer, type OptionSpec, type OptionValues, seconds, text, texts } from './options.ts';

const LEVELS = ['debug', 'info', 'warning', 'error'] as const;

/** Options that every verb has; they may stand before or after it. */
export const globalOptions = {
  logLevel: choice('-l, --loglevel <level>', 'least important messages shown', LEVELS, { preset: 'info' }),
  logDepth: integer('--logdepth <number>', 'levels of sub-tasks shown, -1 shows all', { preset: '3' }),
  outFormat: outFormat(OUTPUT_FORMATS),
  workdirPath: text('-w, --workdir-path <dir>', 'workdir; by default $LAGO_WORKDIR, else .lago here or in a parent'),
  prefixName: prefixName(),
  prefixPath: text('-p, --prefix-path <dir>', 'path of a prefix (deprecated: use -w and -P)'),
  sshUser: text('--ssh-user <name>', 'user of new machines', { preset: 'root' }),
  sshPassword: text('--ssh-password <password>', 'password of that user in new machines', { secret: true }),
  sshTries: integer('--ssh-tries <number>', 'attempts of a command to connect', { preset: '1', minimum: 1 }),
  sshTimeout: seconds('--ssh-timeout <time>', 'time that an SSH server may take to answer one', { preset: '15' }),
  libvirtUrl: text('--libvirt_url <url>', 'libvirt connection', { preset: 'qemu:///system' }),
  libvirtUser: text('--libvirt-user <name>', 'user for it, where it asks', { configNames: ['libvirt_username'] }),
  libvirtPassword: text('--libvirt-password <password>', 'password for it, where it asks', { secret: true }),
  defaultVmType: text('--default_vm_type <name>', 'type of new machines', { preset: 'default' }),
  defaultVmProvider: text('--default_vm_provider <name>', 'provider of new machines', { preset: 'local-libvirt' }),
  defaultRootPassword: text('--default_root_password <password>', 'password of root in new machines', {
    secret: true,
    configNames: ['root_password'],
  }),
  leaseDir: text('--lease_dir <dir>', 'directory of subnet leases'),
  subnetPool: texts('--subnet-pool <cidr>', 'range from which subnets are leased; may be repeated'),
  reposyncDir: text('--reposync-dir <dir>', 'accepted for Lago: has no effect'),
  stateDir: text('--state-dir <dir>', 'directory of owner records, leases and the template store'),
  ignoreWarnings: flag('--ignore-warnings', 'do not show warnings'),
};

/** The same with the output formats of plugins. */
export function globalOptionsWith(formats: ReadonlyMap<string, unknown>): typeof globalOptions {
  if (formats.size === 0) return globalOptions;
  return { ...globalOptions, outFormat: outFormat([...OUTPUT_FORMATS, ...formats.keys()]) };
}

/** Its default, `current`, stands in files that `generate-config` prints: it means no more there than unsaid. */
function prefixName(): OptionSpec<string | undefined> {
  const preset = 'current';
  const spec = text('-P, --prefix-name <name>', 'prefix in the workdir', { preset, completes: 'prefix' });
  return { ...spec, parse: (value, previous) => (value === preset ? undefined : spec.parse(value, previous)) };
}

function outFormat(names: readonly string[]): OptionSpec<string | undefined> {
  return choice('-f, --out-format <format>', 'format of the result', names, { preset: 'default' });
}

export type GlobalValues = OptionValues<typeof globalOptions>;
