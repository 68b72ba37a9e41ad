export declare const collect: import("../verb.ts").Verb<{
    output: import("../options.ts").OptionSpec<string | undefined>;
    noSkip: import("../options.ts").OptionSpec<boolean>;
    maxSize: import("../options.ts").OptionSpec<number | undefined>;
}>;
