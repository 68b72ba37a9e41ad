import { resolve } from 'node:path';
import { commonOptions, defined } from './context.ts';
import { choice, flag, type OptionValues, text, texts } from './options.ts';
import type { InitFileOptions } from './sdk.ts';
import type { Call } from './verb.ts';

/** How KVM may be used. */
export const accelerationOption = choice('--acceleration <how>', 'use KVM, or emulate; auto by default', [
  'auto',
  'kvm',
  'tcg',
]);

/** Options of verbs that read an init file. */
export const initFileOptions = {
  templateRepoPath: texts('--template-repo-path <path or URL>', 'template repository file; may be repeated'),
  templateRepoName: text('--template-repo-name <name>', 'template repository, by the name that its file has'),
  templateStore: text('--template-store <dir>', 'directory of the template store'),
  templateRepos: text('--template-repos <dir>', 'directory whose *.json files are searched for that name'),
  strict: flag('--strict', 'make unknown keys errors'),
  allowHostPath: texts('--allow-host-path <dir>', 'directory from which disks may come; may be repeated'),
  allowVariable: texts('--allow-variable <name>', 'variable that the init file may expand; may be repeated'),
  acceleration: accelerationOption,
};

/** For verbs that may hold to a lock file. */
export const frozenOption = flag(
  '--frozen',
  'take exactly what the lock file beside the init file says (see `lago lock`)',
);

type InitFileCall = Omit<Call, 'options'> & { readonly options: OptionValues<typeof initFileOptions> };

/** What the SDK is told about reading an init file. @param initFile path as the user gave it */
export function initFileSettings(call: InitFileCall, initFile: string | undefined): InitFileOptions {
  const { global, io, options } = call;
  const defaults = defined({
    sshUser: global.sshUser,
    sshPassword: global.sshPassword,
    rootPassword: global.defaultRootPassword,
    vmType: global.defaultVmType,
    vmProvider: global.defaultVmProvider,
  });
  return {
    ...commonOptions(call),
    strict: options.strict,
    ...defined({
      initFile: initFile === undefined ? undefined : resolve(io.cwd, initFile),
      acceleration: options.acceleration,
      templateStore: options.templateStore,
      templateRepos: unlessEmpty(repositoryPaths(call)),
      templateRepoName: options.templateRepoName,
      templateReposDir: options.templateRepos,
      defaults: Object.keys(defaults).length === 0 ? undefined : defaults,
      allowHostPaths: unlessEmpty(options.allowHostPath),
      allowedVariables: unlessEmpty(options.allowVariable),
    }),
  };
}

/** A name on the command line means that repository, not one that the configuration has besides. */
function repositoryPaths({ options, isGiven }: InitFileCall): readonly string[] {
  const byName = isGiven(initFileOptions.templateRepoName) && !isGiven(initFileOptions.templateRepoPath);
  return byName ? [] : options.templateRepoPath;
}

/** Without any the SDK has its own default. */
function unlessEmpty(list: readonly string[]): readonly string[] | undefined {
  return list.length === 0 ? undefined : list;
}
