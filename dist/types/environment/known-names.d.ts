import type { LoadOptions } from './options.ts';
/** Names that a user may type; empty lists where there is nothing. */
export interface KnownNames {
    readonly prefixes: readonly string[];
    /** Machines of the prefix that is meant, in the order of the init file. */
    readonly vms: readonly string[];
    readonly snapshots: readonly string[];
    /** Templates of the store: `<repository>:<template>:<version>`. */
    readonly templates: readonly string[];
}
/** Names for completions, from a few small files and without asking a provider. Never fails. */
export declare function knownNames(options?: LoadOptions): KnownNames;
