export declare const templatesPull: import("../verb.ts").Verb<{
    templateRepoPath: import("../options.ts").OptionSpec<readonly string[]>;
    templateRepoName: import("../options.ts").OptionSpec<string | undefined>;
    templateRepos: import("../options.ts").OptionSpec<string | undefined>;
    initFile: import("../options.ts").OptionSpec<string | undefined>;
}>;
