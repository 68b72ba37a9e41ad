export declare const reboot: import("../verb.ts").Verb<{
    noWait: import("../options.ts").OptionSpec<boolean>;
    timeout: import("../options.ts").OptionSpec<number | undefined>;
}>;
