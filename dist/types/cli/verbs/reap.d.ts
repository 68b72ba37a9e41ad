export declare const reap: import("../verb.ts").Verb<{}>;
