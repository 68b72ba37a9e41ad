import { writeJson } from '../host/files.ts';
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
export class Net {
  readonly #parts: NetParts;

  /** @internal made by {@link Environment} */
  constructor(parts: NetParts) {
    this.#parts = parts;
  }

  /** Name in the init file. */
  get name(): string {
    return this.#parts.plan().name;
  }

  /** `nat` or `bridge`. */
  get type(): 'nat' | 'bridge' {
    return this.#parts.plan().type;
  }

  /** Gateway address; undefined on bridge networks. */
  gw(): string | undefined {
    return this.#parts.plan().gw;
  }

  /** Bytes; 1500 unless the init file says otherwise. */
  mtu(): number {
    return this.#parts.plan().mtu ?? 1500;
  }

  /** Whether machines are reached over this network. */
  isManagement(): boolean {
    return this.#parts.plan().management;
  }

  /** Names of NICs on this network -> IPv4 addresses. */
  mapping(): Readonly<Record<string, string>> {
    return { ...this.#parts.plan().mapping };
  }

  /** Address behind a name on this network; undefined when nobody has that name. */
  resolve(name: string): string | undefined {
    const { mapping } = this.#parts.plan();
    return Object.hasOwn(mapping, name) ? mapping[name] : undefined;
  }

  /** Whether the network is up. */
  alive(): Promise<boolean> {
    return this.#parts.alive();
  }

  /** Brings the network up; nothing to do when it is. @throws {HostError} `SUBNET_IN_USE`, ... */
  start(): Promise<void> {
    return this.#parts.start();
  }

  /** Takes the network down, whoever uses it; nothing to do when it is. */
  stop(): Promise<void> {
    return this.#parts.stop();
  }

  /**
   * Gives an address another name, which guests resolve from now on; kept for later starts. Until the next start, names of
   * that address resolve to IPv4 only.
   *
   * @throws {UserError} `MAPPING_INVALID`; {@link StateError} `MAPPING_TAKEN`.
   */
  addMapping(name: string, ip: string): Promise<void> {
    return this.#parts.addMappings({ [name]: ip });
  }

  /** Several at once, names -> addresses; none of them when one is not possible. Errors as {@link addMapping}. */
  addMappings(mappings: Mappings): Promise<void> {
    return this.#parts.addMappings(mappings);
  }

  /** Saved spec in Lago's spelling. */
  get spec(): Readonly<Record<string, unknown>> {
    return structuredClone(this.#parts.plan().spec);
  }

  /** Writes the spec as Lago does; into `virt/net-<name>` unless a file is named. */
  async save(file?: string): Promise<void> {
    await writeJson(file ?? this.#parts.specFile, this.spec);
  }
}
