import type { NetPlan } from '../providers/plan.ts';

/** A network of an environment. */
export class Net {
  readonly #plan: NetPlan;
  readonly #alive: () => Promise<boolean>;

  /** @internal made by {@link Environment} */
  constructor(plan: NetPlan, alive: () => Promise<boolean>) {
    this.#plan = plan;
    this.#alive = alive;
  }

  /** Name in the init file. */
  get name(): string {
    return this.#plan.name;
  }

  /** `nat` or `bridge`. */
  get type(): 'nat' | 'bridge' {
    return this.#plan.type;
  }

  /** Gateway address; undefined on bridge networks. */
  gw(): string | undefined {
    return this.#plan.gw;
  }

  /** Bytes; 1500 unless the init file says otherwise. */
  mtu(): number {
    return this.#plan.mtu ?? 1500;
  }

  isManagement(): boolean {
    return this.#plan.management;
  }

  /** Names of NICs on this network -> IPv4 addresses. */
  mapping(): Readonly<Record<string, string>> {
    return { ...this.#plan.mapping };
  }

  /** Address behind a name on this network; undefined when nobody has that name. */
  resolve(name: string): string | undefined {
    return Object.hasOwn(this.#plan.mapping, name) ? this.#plan.mapping[name] : undefined;
  }

  /** Whether the network is up. */
  alive(): Promise<boolean> {
    return this.#alive();
  }

  /** Saved spec in Lago's spelling. */
  get spec(): Readonly<Record<string, unknown>> {
    return structuredClone(this.#plan.spec);
  }
}
