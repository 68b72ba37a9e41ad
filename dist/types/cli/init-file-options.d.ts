import { type OptionValues } from './options.ts';
import type { InitFileOptions } from './sdk.ts';
import type { Call } from './verb.ts';
/** How KVM may be used. */
export declare const accelerationOption: import("./options.ts").OptionSpec<"auto" | "kvm" | "tcg" | undefined>;
/** Options of verbs that read an init file. */
export declare const initFileOptions: {
    templateRepoPath: import("./options.ts").OptionSpec<readonly string[]>;
    templateRepoName: import("./options.ts").OptionSpec<string | undefined>;
    templateStore: import("./options.ts").OptionSpec<string | undefined>;
    templateRepos: import("./options.ts").OptionSpec<string | undefined>;
    strict: import("./options.ts").OptionSpec<boolean>;
    allowHostPath: import("./options.ts").OptionSpec<readonly string[]>;
    allowVariable: import("./options.ts").OptionSpec<readonly string[]>;
    acceleration: import("./options.ts").OptionSpec<"auto" | "kvm" | "tcg" | undefined>;
};
/** For verbs that may hold to a lock file. */
export declare const frozenOption: import("./options.ts").OptionSpec<boolean>;
type InitFileCall = Omit<Call, 'options'> & {
    readonly options: OptionValues<typeof initFileOptions>;
};
/** What the SDK is told about reading an init file. @param initFile path as the user gave it */
export declare function initFileSettings(call: InitFileCall, initFile: string | undefined): InitFileOptions;
export {};
