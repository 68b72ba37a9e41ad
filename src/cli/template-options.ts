import { defined } from './context.ts';
import { initFileOptions } from './init-file-options.ts';
import type { OptionValues } from './options.ts';
import type { Call } from './verb.ts';

const { templateRepoPath, templateRepoName, templateRepos } = initFileOptions;

/** Options of verbs that look for templates: the repositories are those of `init`. */
export const repositoryOptions = { templateRepoPath, templateRepoName, templateRepos };

type RepositoryCall = Pick<Call, 'isGiven'> & { readonly options: OptionValues<typeof repositoryOptions> };

/** Where the SDK is to look for templates. A name on the command line means that repository, as for `init`. */
export function repositorySettings({ options, isGiven }: RepositoryCall) {
  const byName = isGiven(templateRepoName) && !isGiven(templateRepoPath);
  const paths = byName ? [] : options.templateRepoPath;
  return defined({
    templateRepos: paths.length === 0 ? undefined : paths,
    templateRepoName: options.templateRepoName,
    templateReposDir: options.templateRepos,
  });
}
