/** UUID (RFC 9562 version 8, with dashes) that depends on nothing but `parts`: the same parts give the same UUID. */
export declare function namedUuid(...parts: readonly string[]): string;
