import { type OptionSpec, type OptionValues } from './options.ts';
/** Options that every verb has; they may stand before or after it. */
export declare const globalOptions: {
    logLevel: OptionSpec<"debug" | "error" | "info" | "warning" | undefined>;
    logDepth: OptionSpec<number | undefined>;
    outFormat: OptionSpec<string | undefined>;
    workdirPath: OptionSpec<string | undefined>;
    prefixName: OptionSpec<string | undefined>;
    prefixPath: OptionSpec<string | undefined>;
    sshUser: OptionSpec<string | undefined>;
    sshPassword: OptionSpec<string | undefined>;
    sshTries: OptionSpec<number | undefined>;
    sshTimeout: OptionSpec<number | undefined>;
    libvirtUrl: OptionSpec<string | undefined>;
    libvirtUser: OptionSpec<string | undefined>;
    libvirtPassword: OptionSpec<string | undefined>;
    defaultVmType: OptionSpec<string | undefined>;
    defaultVmProvider: OptionSpec<string | undefined>;
    defaultRootPassword: OptionSpec<string | undefined>;
    leaseDir: OptionSpec<string | undefined>;
    subnetPool: OptionSpec<readonly string[]>;
    reposyncDir: OptionSpec<string | undefined>;
    stateDir: OptionSpec<string | undefined>;
    ignoreWarnings: OptionSpec<boolean>;
};
/** The same with the output formats of plugins. */
export declare function globalOptionsWith(formats: ReadonlyMap<string, unknown>): typeof globalOptions;
export type GlobalValues = OptionValues<typeof globalOptions>;
