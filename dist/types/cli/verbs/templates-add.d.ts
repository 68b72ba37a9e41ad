export declare const templatesAdd: import("../verb.ts").Verb<{
    version: import("../options.ts").OptionSpec<string | undefined>;
    metadata: import("../options.ts").OptionSpec<readonly string[]>;
    hash: import("../options.ts").OptionSpec<string | undefined>;
}>;
