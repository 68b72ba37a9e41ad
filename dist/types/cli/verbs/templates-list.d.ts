export declare const templatesList: import("../verb.ts").Verb<{
    templateRepoPath: import("../options.ts").OptionSpec<readonly string[]>;
    templateRepoName: import("../options.ts").OptionSpec<string | undefined>;
    templateRepos: import("../options.ts").OptionSpec<string | undefined>;
    versions: import("../options.ts").OptionSpec<boolean>;
    stored: import("../options.ts").OptionSpec<boolean>;
}>;
