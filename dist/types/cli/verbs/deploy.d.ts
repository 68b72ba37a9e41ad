export declare const deploy: import("../verb.ts").Verb<{}>;
