export declare const setCurrent: import("../verb.ts").Verb<{}>;
