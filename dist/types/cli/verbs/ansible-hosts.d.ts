export declare const ansibleHosts: import("../verb.ts").Verb<{
    keys: import("../options.ts").OptionSpec<readonly string[]>;
}>;
