export declare const destroy: import("../verb.ts").Verb<{
    yes: import("../options.ts").OptionSpec<boolean>;
    allPrefixes: import("../options.ts").OptionSpec<boolean>;
    uuid: import("../options.ts").OptionSpec<string | undefined>;
}>;
