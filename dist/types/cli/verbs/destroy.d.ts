declare function parseUuid(value: string): string;
export declare const destroy: import("../verb.ts").Verb<{
    yes: import("../options.ts").OptionSpec<boolean>;
    allPrefixes: import("../options.ts").OptionSpec<boolean>;
    uuid: {
        preset?: string;
        completes?: import("../options.ts").Completes;
        secret?: boolean;
        configNames?: readonly string[];
        flags: string;
        description: string;
        fallback: string | undefined;
        repeatable?: boolean;
        deprecated?: boolean;
        choices?: readonly string[];
        parse: typeof parseUuid;
    };
}>;
export {};
