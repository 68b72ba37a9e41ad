export declare const completion: import("../verb.ts").Verb<{}>;
