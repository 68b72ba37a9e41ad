/**
 * The text of a setting without what may be secret in the addresses in it: users of http, which may be tokens, passwords, and
 * queries of http. The user of `qemu+ssh://root@host/system` is none.
 */
export declare function withoutUrlSecrets(text: string): string;
