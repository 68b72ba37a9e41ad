export declare const doctor: import("../verb.ts").Verb<{
    fix: import("../options.ts").OptionSpec<boolean>;
}>;
