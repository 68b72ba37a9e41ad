export declare const newVerb: import("../verb.ts").Verb<{
    vms: import("../options.ts").OptionSpec<string | undefined>;
    template: import("../options.ts").OptionSpec<string | undefined>;
    image: import("../options.ts").OptionSpec<string | undefined>;
    provision: import("../options.ts").OptionSpec<"cloud-init" | "guestfs" | "smbios" | undefined>;
    net: import("../options.ts").OptionSpec<readonly string[]>;
    memory: import("../options.ts").OptionSpec<string | undefined>;
    vcpu: import("../options.ts").OptionSpec<string | undefined>;
    disk: import("../options.ts").OptionSpec<readonly string[]>;
    force: import("../options.ts").OptionSpec<boolean>;
}>;
