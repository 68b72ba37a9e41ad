export declare const schema: import("../verb.ts").Verb<{}>;
