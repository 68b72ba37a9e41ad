export declare const copyFromVm: import("../verb.ts").Verb<{}>;
