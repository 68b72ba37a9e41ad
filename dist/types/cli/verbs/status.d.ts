export declare const status: import("../verb.ts").Verb<{}>;
