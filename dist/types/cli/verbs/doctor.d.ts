export declare const doctor: import("../verb.ts").Verb<{}>;
