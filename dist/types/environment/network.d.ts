/** A network of an environment. */
export declare class Net {
    #private;
    /** Name in the init file. */
    get name(): string;
    /** `nat` or `bridge`. */
    get type(): 'nat' | 'bridge';
    /** Gateway address; undefined on bridge networks. */
    gw(): string | undefined;
    /** Bytes; 1500 unless the init file says otherwise. */
    mtu(): number;
    isManagement(): boolean;
    /** Names of NICs on this network -> IPv4 addresses. */
    mapping(): Readonly<Record<string, string>>;
    /** Address behind a name on this network; undefined when nobody has that name. */
    resolve(name: string): string | undefined;
    /** Whether the network is up. */
    alive(): Promise<boolean>;
    /** Saved spec in Lago's spelling. */
    get spec(): Readonly<Record<string, unknown>>;
}
