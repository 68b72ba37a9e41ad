export declare const generate: import("../verb.ts").Verb<{
    verbose: import("../options.ts").OptionSpec<boolean>;
}>;
