export declare const templatesVerify: import("../verb.ts").Verb<{
    templateRepoPath: import("../options.ts").OptionSpec<readonly string[]>;
    templateRepoName: import("../options.ts").OptionSpec<string | undefined>;
    templateRepos: import("../options.ts").OptionSpec<string | undefined>;
    repair: import("../options.ts").OptionSpec<boolean>;
}>;
