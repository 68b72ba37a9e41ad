export declare const list: import("../verb.ts").Verb<{
    all: import("../options.ts").OptionSpec<boolean>;
}>;
