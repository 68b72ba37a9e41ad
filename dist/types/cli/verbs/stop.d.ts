export declare const stop: import("../verb.ts").Verb<{}>;
