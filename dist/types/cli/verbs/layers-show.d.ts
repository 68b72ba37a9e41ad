export declare const layersShow: import("../verb.ts").Verb<{}>;
