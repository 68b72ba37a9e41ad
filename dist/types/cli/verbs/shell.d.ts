export declare const shell: import("../verb.ts").Verb<{}>;
