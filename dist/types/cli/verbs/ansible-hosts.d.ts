export declare const ansibleHosts: import("../verb.ts").Verb<{
    keys: {
        preset?: string;
        completes?: import("../options.ts").Completes;
        secret?: boolean;
        configNames?: readonly string[];
        flags: string;
        description: string;
        fallback: readonly string[];
        repeatable?: boolean;
        deprecated?: boolean;
        choices?: readonly string[];
        parse: (key: string, previous: readonly string[]) => string[];
    };
}>;
