export declare const cleanup: import("../verb.ts").Verb<{}>;
