import type { NetPlan } from '../providers/plan.ts';
import type { Mappings } from './mappings.ts';
/** What a network needs from its environment. */
export interface NetParts {
    /** What is decided about it now. */
    plan(): NetPlan;
    alive(): Promise<boolean>;
    start(): Promise<void>;
    stop(): Promise<void>;
    addMappings(mappings: Mappings): Promise<void>;
    /** Path of its saved spec in the prefix. */
    readonly specFile: string;
}
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
    /** Whether machines are reached over this network. */
    isManagement(): boolean;
    /** Names of NICs on this network -> IPv4 addresses. */
    mapping(): Readonly<Record<string, string>>;
    /** Address behind a name on this network; undefined when nobody has that name. */
    resolve(name: string): string | undefined;
    /** Whether the network is up. */
    alive(): Promise<boolean>;
    /** Brings the network up; nothing to do when it is. @throws {HostError} `SUBNET_IN_USE`, ... */
    start(): Promise<void>;
    /** Takes the network down, whoever uses it; nothing to do when it is. */
    stop(): Promise<void>;
    /**
     * Gives an address another name, which guests resolve from now on; kept for later starts. Until the next start, names of
     * that address resolve to IPv4 only.
     *
     * @throws {UserError} `MAPPING_INVALID`; {@link StateError} `MAPPING_TAKEN`.
     */
    addMapping(name: string, ip: string): Promise<void>;
    /** Several at once, names -> addresses; none of them when one is not possible. Errors as {@link addMapping}. */
    addMappings(mappings: Mappings): Promise<void>;
    /** Saved spec in Lago's spelling. */
    get spec(): Readonly<Record<string, unknown>>;
    /** Writes the spec as Lago does; into `virt/net-<name>` unless a file is named. */
    save(file?: string): Promise<void>;
}
