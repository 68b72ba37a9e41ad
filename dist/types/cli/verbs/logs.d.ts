export declare const logs: import("../verb.ts").Verb<{
    lines: import("../options.ts").OptionSpec<number | undefined>;
    follow: import("../options.ts").OptionSpec<boolean>;
    raw: import("../options.ts").OptionSpec<boolean>;
}>;
