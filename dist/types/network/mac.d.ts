/** MAC address of a NIC with an IPv4 address: `192.168.210.7` gives `54:52:c0:a8:d2:07`. */
export declare function macOfIp(ip: string): string;
/** MAC address of a NIC without an address of ours (bridge networks): looks random, but a plan always gives the same. */
export declare function macOfPlace(uuid: string, domain: string, index: number, attempt?: number): string;
