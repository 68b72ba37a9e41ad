import type { OptionValues } from './options.ts';
import type { Call } from './verb.ts';
/** Options of verbs that look for templates: the repositories are those of `init`. */
export declare const repositoryOptions: {
    templateRepoPath: import("./options.ts").OptionSpec<readonly string[]>;
    templateRepoName: import("./options.ts").OptionSpec<string | undefined>;
    templateRepos: import("./options.ts").OptionSpec<string | undefined>;
};
type RepositoryCall = Pick<Call, 'isGiven'> & {
    readonly options: OptionValues<typeof repositoryOptions>;
};
/** Where the SDK is to look for templates. A name on the command line means that repository, as for `init`. */
export declare function repositorySettings({ options, isGiven }: RepositoryCall): {
    templateRepos?: readonly string[];
    templateRepoName?: string;
    templateReposDir?: string;
};
export {};
