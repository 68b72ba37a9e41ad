export declare const revert: import("../verb.ts").Verb<{
    noWait: import("../options.ts").OptionSpec<boolean>;
    sshTimeout: import("../options.ts").OptionSpec<number | undefined>;
    vms: import("../options.ts").OptionSpec<readonly string[]>;
}>;
