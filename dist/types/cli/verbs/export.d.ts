export declare const exportVerb: import("../verb.ts").Verb<{
    vmNames: import("../options.ts").OptionSpec<readonly string[]>;
    standalone: import("../options.ts").OptionSpec<boolean>;
    compress: import("../options.ts").OptionSpec<boolean>;
    compression: import("../options.ts").OptionSpec<"xz" | "zstd" | undefined>;
    dstDir: import("../options.ts").OptionSpec<string | undefined>;
    initFileName: import("../options.ts").OptionSpec<string | undefined>;
    collectOnly: import("../options.ts").OptionSpec<boolean>;
    withoutThreads: import("../options.ts").OptionSpec<boolean>;
}>;
