export declare const snapshot: import("../verb.ts").Verb<{
    list: import("../options.ts").OptionSpec<boolean>;
    delete: import("../options.ts").OptionSpec<boolean>;
    force: import("../options.ts").OptionSpec<boolean>;
    details: import("../options.ts").OptionSpec<boolean>;
    vms: import("../options.ts").OptionSpec<readonly string[]>;
}>;
