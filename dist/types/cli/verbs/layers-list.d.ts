export declare const layersList: import("../verb.ts").Verb<{}>;
