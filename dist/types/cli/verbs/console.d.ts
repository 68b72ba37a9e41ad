export declare const console: import("../verb.ts").Verb<{}>;
