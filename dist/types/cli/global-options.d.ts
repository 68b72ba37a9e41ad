import { type OptionValues } from './options.ts';
/** Options that every verb has; they may stand before or after it. */
export declare const globalOptions: {
    logLevel: import("./options.ts").OptionSpec<"debug" | "error" | "info" | "warning" | undefined>;
    logDepth: import("./options.ts").OptionSpec<number | undefined>;
    outFormat: import("./options.ts").OptionSpec<"default" | "flat" | "json" | "yaml" | undefined>;
    workdirPath: import("./options.ts").OptionSpec<string | undefined>;
    prefixName: import("./options.ts").OptionSpec<string | undefined>;
    prefixPath: import("./options.ts").OptionSpec<string | undefined>;
    libvirtUrl: import("./options.ts").OptionSpec<string | undefined>;
    leaseDir: import("./options.ts").OptionSpec<string | undefined>;
    stateDir: import("./options.ts").OptionSpec<string | undefined>;
    ignoreWarnings: import("./options.ts").OptionSpec<boolean>;
};
export type GlobalValues = OptionValues<typeof globalOptions>;
