import { builderName, stepName } from '../layers/builders.ts';
import type { BuildRun, Json, LayerBuilder, LayerStep } from '../layers/types.ts';
import {
  type CustomizeArgument,
  checkCustomize,
  customizeArgs,
  customizeArguments,
  isForOneEnvironment,
  passwordUser,
} from './customize.ts';
import { callSignature, customizeIdentity, isForWholeCall } from './customize-identity.ts';
import { runGuestfs } from './guestfs.ts';
import type { Operation } from './guestfs-progress.ts';
import { withoutOverridden } from './overridden.ts';
import { personalArgs, type SysprepFiles, sysprepArgs, withSysprepFiles } from './sysprep.ts';
import { systemArgs } from './sysprep-distro.ts';

/** Steps that the init file does not say, but `provision: guestfs`. */
export const PREPARATION = {
  /** What virt-sysprep does for all machines of a template: the first step of a layer. */
  shared: 'bootstrap',
  /** What one machine gets on top of that: name, key, passwords, NICs. */
  own: 'personalise',
  /** Both at once, for a disk without layers. */
  whole: 'prepare',
} as const;

/** Options that register the machine somewhere, or take files that cannot be told from their value. */
const NOT_SHAREABLE =
  /^(?:commands-from-file|inject-qemu-ga|inject-virtio-win|sm-attach|sm-credentials|sm-register|sm-remove|sm-unregister)$/;
/** Values of options that are shown to people; those of others may be long, or secret. */
const SHOWN = new Set(
  'copy copy-in delete firstboot firstboot-install hostname install link mkdir move run scrub timezone touch truncate truncate-recursive uninstall upload'.split(
    ' ',
  ),
);
/** A machine makes itself an id at its first boot; one that is in a layer would be that of all machines. */
const NO_MACHINE_ID = 'if [ -s /etc/machine-id ]; then : >/etc/machine-id; fi';
const ARCHITECTURES: Readonly<Record<string, string>> = { x86_64: 'x64', aarch64: 'arm64', ppc64le: 'ppc64' };

/** Carries out `virt-customize` entries, and the preparation of guests by virt-sysprep, in one start of the appliance. */
export const guestfsBuilder: LayerBuilder = {
  names: ['virt-customize', ...Object.values(PREPARATION)],
  version: 1,
  check: async (step, context) => {
    if (isPreparation(step)) return;
    const { domain, cwd, roots } = context;
    await checkCustomize(step.options, { what: `${stepName(step)} of VM ${domain.name}`, cwd, roots });
  },
  identity: async (step, context): Promise<Json> =>
    isPreparation(step) ? [...systemArgs(context.domain)] : customizeIdentity(step.options, context),
  describe,
  isSecret: ({ options }) => Object.keys(options).some((name) => /password$|^sm-credentials$/.test(name)),
  isShareable: ({ options }) => !Object.keys(options).some((name) => NOT_SHAREABLE.test(name)),
  split,
  run: async (steps, run) => {
    const calls = callsOf(steps);
    const forgets = forgetsMachineId(steps, run);
    const runAll = async (files: SysprepFiles) => {
      for (const call of calls) await runCall(call, forgets && call === calls.at(-1), files, run);
    };
    // Nothing of one environment's comes near a layer.
    if (!steps.some(isPersonal)) return runAll({ publicKey: run.publicKeyFile });
    await withSysprepFiles(run.domain, run.publicKey, run.file, runAll);
  },
};

function isPreparation({ builder }: LayerStep): boolean {
  return builderName(builder) !== 'virt-customize';
}

function isPersonal({ builder }: LayerStep): boolean {
  return builder === PREPARATION.own || builder === PREPARATION.whole;
}

function describe(step: LayerStep): string {
  if (isPreparation(step)) return 'virt-sysprep';
  const shown = Object.entries(step.options).map(([name, value]) => {
    const values = customizeArguments({ [name]: value }).flatMap((argument) => argument.value ?? []);
    if (SHOWN.has(name)) return [name, values.join(',')].join(' ').trim();
    return values.length > 1 ? `${name} (${values.length})` : name;
  });
  return shown.join('; ');
}

/**
 * Keys of an environment, or of the user who builds, and random passwords are for one environment alone. What is for one
 * comes after what is shared, so a random password is left out where a later one of the same user takes its place.
 */
function split(
  step: LayerStep,
  following: readonly LayerStep[] = [],
): { readonly shared?: LayerStep; readonly own?: LayerStep } {
  if (isPreparation(step)) return { shared: step };
  const all = customizeArguments(step.options);
  if (!all.some(isForOneEnvironment)) return { shared: step };
  const later = following.flatMap((one) => (isPreparation(one) ? [] : customizeArguments(one.options)));
  const own = all.filter(
    (one, index) => isForOneEnvironment(one) && !isReplaced(one, [...all.slice(index + 1), ...later]),
  );
  const shared = all.filter((one) => !isForOneEnvironment(one));
  const hasWork = shared.some(({ name }) => !isForWholeCall(name));
  return {
    ...(hasWork && { shared: withArguments(step, shared) }),
    ...(own.length > 0 && { own: withArguments(step, [...shared.filter(bearsOn(own)), ...own]) }),
  };
}

/** Whether a later argument sets the password of the same user. */
function isReplaced(argument: CustomizeArgument, later: readonly CustomizeArgument[]): boolean {
  const user = passwordUser(argument);
  return user !== undefined && later.some((other) => passwordUser(other) === user);
}

/** Options for a whole call that make a difference to keys and passwords. */
function bearsOn(own: readonly CustomizeArgument[]): (argument: CustomizeArgument) => boolean {
  const hasPassword = own.some((one) => passwordUser(one) !== undefined);
  return ({ name }) => name.endsWith('selinux-relabel') || (hasPassword && name === 'password-crypto');
}

/** The options of a step with some of its arguments only. */
function withArguments(step: LayerStep, kept: readonly CustomizeArgument[]): LayerStep {
  const options = Object.entries(step.options).flatMap(([name, value]) => {
    const values = kept.filter((one) => one.name === name).map((one) => one.value);
    if (values.length === 0) return [];
    return [[name, values.length === customizeArguments({ [name]: value }).length ? value : values]];
  });
  return { ...step, options: Object.fromEntries(options) };
}

/** Steps that one call can carry out: those whose options for the whole call are the same. */
function callsOf(steps: readonly LayerStep[]): readonly (readonly LayerStep[])[] {
  const calls: LayerStep[][] = [];
  for (const step of steps) {
    const last = calls.at(-1)?.at(-1);
    const joins = last !== undefined && signatureOf(last) === signatureOf(step) && !startsAnew(step);
    if (joins) calls.at(-1)?.push(step);
    else calls.push([step]);
  }
  return calls;
}

function signatureOf(step: LayerStep): string {
  return isPreparation(step) ? callSignature({}) : callSignature(step.options);
}

/** virt-sysprep takes a disk apart before it does anything else, so it is always the first. */
function startsAnew({ builder }: LayerStep): boolean {
  return builder === PREPARATION.shared || builder === PREPARATION.whole;
}

async function runCall(
  steps: readonly LayerStep[],
  forgets: boolean,
  files: SysprepFiles,
  run: BuildRun,
): Promise<void> {
  const { file, domain, disk } = run;
  const [first] = steps;
  const bySysprep = first !== undefined && startsAnew(first);
  const isNetworked = !steps.some(({ options }) => 'no-network' in options);
  const args = [
    ...['--format', disk.path === file ? disk.format : 'qcow2', '-a', file],
    // virt-sysprep gives its guests no network unless it is told to.
    ...(bySysprep && steps.length > 1 && isNetworked ? ['--network'] : []),
    ...steps.flatMap((step) => argsOf(step, files, run)),
    ...(forgets ? ['--run-command', NO_MACHINE_ID] : []),
  ];
  const begun = steps.flatMap((step) => operationsOf(step).map((operation) => ({ step, operation })));
  await runGuestfs(bySysprep ? 'virt-sysprep' : 'virt-customize', args, {
    ...run,
    vm: domain.name,
    disk: disk.name,
    operations: begun.map(({ operation }) => operation),
    onOperation: (current) => run.reached?.(begun.find(({ operation }) => operation === current)?.step),
  });
}

function argsOf(step: LayerStep, files: SysprepFiles, { domain, disk, publicKeyFile }: BuildRun): readonly string[] {
  switch (step.builder) {
    case PREPARATION.shared:
      return [...systemArgs(domain), '--selinux-relabel'];
    case PREPARATION.whole:
      return sysprepArgs(domain, files);
    case PREPARATION.own:
      return withoutOverridden(personalArgs(domain, files), disk.build);
    default:
      return customizeArgs(step.options, publicKeyFile);
  }
}

function operationsOf(step: LayerStep): readonly Operation[] {
  if (isPreparation(step)) return [];
  return customizeArguments(step.options).map(({ name }) => ({
    option: name,
    origin: `${stepName(step)}, option ${name}`,
  }));
}

/**
 * Only in a layer, where the guest's programs can be run, and unless the build sees to it itself: be it in an earlier entry,
 * which may be in the layer below.
 */
function forgetsMachineId(steps: readonly LayerStep[], { file, disk, domain, arch }: BuildRun): boolean {
  if (file === disk.path || ARCHITECTURES[arch] !== process.arch || /^win/i.test(domain.distro ?? '')) return false;
  const earlier = disk.build.slice(0, steps.at(-1)?.entry ?? 0);
  return ![...earlier, ...steps].some(({ options }) => JSON.stringify(options).includes('/etc/machine-id'));
}
