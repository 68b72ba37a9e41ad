export declare const start: import("../verb.ts").Verb<{
    noWait: import("../options.ts").OptionSpec<boolean>;
    sshTimeout: import("../options.ts").OptionSpec<number | undefined>;
    timeout: import("../options.ts").OptionSpec<number | undefined>;
    acceleration: import("../options.ts").OptionSpec<"auto" | "kvm" | "tcg" | undefined>;
}>;
