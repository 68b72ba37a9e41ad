import { resolve } from 'node:path';
import { commonOptions, defined } from './context.ts';
import { choice, flag, type OptionValues, text, texts } from './options.ts';
import type { InitFileOptions } from './sdk.ts';
import { UsageError } from './usage-error.ts';
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
  templateRepoName: text('--template-repo-name <name>', 'not supported: use --template-repo-path'),
  templateStore: text('--template-store <dir>', 'directory of the template store'),
  templateRepos: text('--template-repos <dir>', 'not supported: use --template-repo-path'),
  strict: flag('--strict', 'make unknown keys errors'),
  allowHostPath: texts('--allow-host-path <dir>', 'directory from which disks may come; may be repeated'),
  allowVariable: texts('--allow-variable <name>', 'variable that the init file may expand; may be repeated'),
  acceleration: accelerationOption,
};

type InitFileCall = Omit<Call, 'options'> & { readonly options: OptionValues<typeof initFileOptions> };

/** What the SDK is told about reading an init file. @param initFile path as the user gave it */
export function initFileSettings(call: InitFileCall, initFile: string | undefined): InitFileOptions {
  const { options, io, log } = call;
  if (options.templateRepoName !== undefined) {
    const hint = 'Name the repository file itself with --template-repo-path.';
    if (options.templateRepoPath.length === 0)
      throw new UsageError('--template-repo-name is not supported: repositories have no directory here', hint);
    log.warning(`--template-repo-name is not supported and ignored, because --template-repo-path is given`);
  }
  if (options.templateRepos !== undefined) log.warning('--template-repos has no effect');
  return {
    ...commonOptions(call),
    strict: options.strict,
    ...defined({
      initFile: initFile === undefined ? undefined : resolve(io.cwd, initFile),
      acceleration: options.acceleration,
      templateStore: options.templateStore,
      templateRepos: unlessEmpty(options.templateRepoPath),
      allowHostPaths: unlessEmpty(options.allowHostPath),
      allowedVariables: unlessEmpty(options.allowVariable),
    }),
  };
}

/** Without any the SDK has its own default. */
function unlessEmpty(list: readonly string[]): readonly string[] | undefined {
  return list.length === 0 ? undefined : list;
}
