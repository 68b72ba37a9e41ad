/** Libvirt name of a network, as in Lago: `<first 4 of uuid>-<name>`, with a hash for a name that is too long. */
export declare function libvirtNetName(uuid: string, net: string): string;
/**
 * Linux bridge of a network. The whole uuid goes into the hash: unlike Lago's cut-off names, neither two networks of one
 * environment nor two environments with the same first digits can meet.
 */
export declare function bridgeName(uuid: string, net: string): string;
