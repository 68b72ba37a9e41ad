export declare const layersPrune: import("../verb.ts").Verb<{
    olderThan: import("../options.ts").OptionSpec<number | undefined>;
    maxSize: import("../options.ts").OptionSpec<number | undefined>;
    unused: import("../options.ts").OptionSpec<boolean>;
    dryRun: import("../options.ts").OptionSpec<boolean>;
}>;
