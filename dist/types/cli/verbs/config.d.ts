import { type OptionSpec } from '../options.ts';
export declare const config: import("../verb.ts").Verb<{
    showOrigin: OptionSpec<boolean>;
}>;
