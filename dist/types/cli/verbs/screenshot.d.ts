export declare const screenshot: import("../verb.ts").Verb<{}>;
