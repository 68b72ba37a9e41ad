export declare const lock: import("../verb.ts").Verb<{
    templateRepoPath: import("../options.ts").OptionSpec<readonly string[]>;
    templateRepoName: import("../options.ts").OptionSpec<string | undefined>;
    templateStore: import("../options.ts").OptionSpec<string | undefined>;
    templateRepos: import("../options.ts").OptionSpec<string | undefined>;
    strict: import("../options.ts").OptionSpec<boolean>;
    allowHostPath: import("../options.ts").OptionSpec<readonly string[]>;
    allowVariable: import("../options.ts").OptionSpec<readonly string[]>;
    acceleration: import("../options.ts").OptionSpec<"auto" | "kvm" | "tcg" | undefined>;
    check: import("../options.ts").OptionSpec<boolean>;
}>;
