export declare const shutdown: import("../verb.ts").Verb<{
    reboot: import("../options.ts").OptionSpec<boolean>;
    timeout: import("../options.ts").OptionSpec<number | undefined>;
}>;
