export declare const copyToVm: import("../verb.ts").Verb<{}>;
