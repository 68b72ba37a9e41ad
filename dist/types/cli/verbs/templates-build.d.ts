export declare const templatesBuild: import("../verb.ts").Verb<{
    output: import("../options.ts").OptionSpec<string | undefined>;
    templateVersion: import("../options.ts").OptionSpec<string | undefined>;
}>;
