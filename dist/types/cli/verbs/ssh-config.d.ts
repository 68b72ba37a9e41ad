export declare const sshConfig: import("../verb.ts").Verb<{}>;
