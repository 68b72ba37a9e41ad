type Mapping = Readonly<Record<string, unknown>>;
/**
 * Merges the cloud-config of an init file into ours: lists go behind ours, mappings are merged, single values take the
 * place of ours. So what lets us in stays, unless it is contradicted word by word.
 */
export declare function mergeUserData(ours: Mapping, theirs: Mapping | undefined): Mapping;
export {};
