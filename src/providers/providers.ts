import { StateError } from '../host/errors.ts';
import type { DomainPlan, EnvironmentPlan, HostFacts, NetPlan } from './plan.ts';
import type {
  Definitions,
  Diagnostics,
  DomainState,
  ImageAccess,
  NetworkOperations,
  OptionalOperation,
  ProviderContext,
  VmProvider,
} from './provider.ts';

/** The provider of domains that name none, and of networks. */
export const DEFAULT_PROVIDER = 'local-libvirt';

/** Facts where nothing runs on a host of ours. */
const NO_HOST: HostFacts = { acceleration: 'kvm', arch: 'x86_64' };

/** Name and password for a libvirt connection that asks for them. */
export interface LibvirtAuth {
  readonly username: string;
  readonly password: string;
}

/** What a provider is made from; each takes what concerns it. */
export interface ProviderSetup {
  /** libvirt connection, for example `qemu:///system`. */
  readonly libvirtUrl: string;
  /** For connections that ask. */
  readonly libvirtAuth?: LibvirtAuth;
}

/** Makes a provider; called once per environment, when it is first needed. */
export type ProviderFactory = (setup: ProviderSetup) => VmProvider;

/** A provider that has an operation which not all of them have. */
export type ProviderWith<K extends OptionalOperation> = VmProvider & Required<Pick<VmProvider, K>>;

/** The providers that one environment can use, by the name that `vm-provider` gives. */
export class Providers {
  readonly #factories: ReadonlyMap<string, ProviderFactory>;
  readonly #setup: ProviderSetup;
  readonly #made = new Map<string, VmProvider>();

  constructor(factories: ReadonlyMap<string, ProviderFactory>, setup: ProviderSetup) {
    this.#factories = factories;
    this.#setup = setup;
  }

  /** Names that `vm-provider` may have. */
  get names(): readonly string[] {
    return [...this.#factories.keys()];
  }

  /** A provider by name. @throws {StateError} `PROVIDER_UNKNOWN`, listing those there are. */
  get(name: string): VmProvider {
    const made = this.#made.get(name);
    if (made) return made;
    const factory = this.#factories.get(name);
    if (!factory) {
      throw new StateError('PROVIDER_UNKNOWN', `there is no VM provider ${name} (any more)`, {
        hint: `There are ${this.names.join(', ')}. If it comes from a plugin, name that plugin as for \`init\`.`,
      });
    }
    const provider = factory(this.#setup);
    this.#made.set(name, provider);
    return provider;
  }

  /** All of those names that are known, made; unknown ones are for the planner to report. */
  known(names: Iterable<string>): VmProvider[] {
    return [...new Set(names)].filter((name) => this.#factories.has(name)).map((name) => this.get(name));
  }

  /** The provider that runs a domain. */
  of(domain: Pick<DomainPlan, 'vmProvider'>): VmProvider {
    return this.get(domain.vmProvider);
  }

  /** What can be done with a network. @throws {StateError} `OPERATION_UNSUPPORTED` */
  ofNet({ name }: Pick<NetPlan, 'name'>): NetworkOperations {
    const { name: provider, networks } = this.get(DEFAULT_PROVIDER);
    if (networks) return networks;
    throw new StateError('OPERATION_UNSUPPORTED', `network ${name}: the provider ${provider} cannot have networks`);
  }

  /** Addresses that a guest has now, by NIC index. */
  async addresses(domain: DomainPlan, context: ProviderContext): Promise<ReadonlyMap<number, readonly string[]>> {
    return (await this.of(domain).addresses?.(domain, context)) ?? new Map();
  }

  /** Evidence about a guest; never throws for one that is down. */
  async diagnostics(domain: DomainPlan, directory: string, context: ProviderContext): Promise<Diagnostics> {
    const provider = this.of(domain);
    const nothing = { missing: `the provider ${provider.name} has none` };
    const found = await provider.diagnostics?.(domain, directory, context);
    return found ?? { screenshot: nothing, serialLog: nothing };
  }

  /**
   * The provider of a domain, for an operation that not all of them have.
   *
   * @param doing completes "VM db: the provider ssh cannot ...".
   * @throws {StateError} `OPERATION_UNSUPPORTED`
   */
  able<K extends OptionalOperation>(
    domain: Pick<DomainPlan, 'name' | 'vmProvider'>,
    operation: K,
    doing: string,
  ): ProviderWith<K> {
    const provider = this.of(domain);
    if (has(provider, operation)) return provider;
    throw new StateError('OPERATION_UNSUPPORTED', `VM ${domain.name}: the provider ${provider.name} cannot ${doing}`, {
      hint: 'Leave this VM out, or let another provider run it.',
    });
  }

  /**
   * Facts about the host that the named providers run machines on; that of the first that has one.
   *
   * @throws {HostError} when one of them is not usable at all.
   */
  async facts(names: Iterable<string>, wanted: 'auto' | 'kvm' | 'tcg', context: ProviderContext): Promise<HostFacts> {
    const facts = await Promise.all(this.known(names).map((provider) => provider.facts?.(wanted, context)));
    return facts.find((host) => host !== undefined) ?? NO_HOST;
  }

  /** Whether all of the named providers can open disk images in a directory; the first refusal if not. */
  async imageAccess(names: Iterable<string>, directory: string): Promise<ImageAccess> {
    const answers = await Promise.all(this.known(names).map((provider) => provider.imageAccess?.(directory)));
    return answers.find((access) => access?.reachable === false) ?? { reachable: true };
  }

  /** Refuses machines and networks that cannot be had, before anything is made. @throws {HostError} */
  async check(plan: EnvironmentPlan, context: ProviderContext): Promise<void> {
    for (const domain of plan.domains.values()) await this.of(domain).checkDomain?.(domain, context);
    for (const net of plan.nets.values()) await this.ofNet(net).check?.(net, context);
  }

  /** Whether something of new machines goes elsewhere before they are started. */
  hasPlaces(plan: EnvironmentPlan): boolean {
    return this.#partsOf(plan).some(([provider]) => provider.place !== undefined);
  }

  /** Brings the disk images of new machines to where those run. */
  async place(plan: EnvironmentPlan, context: ProviderContext): Promise<void> {
    for (const [provider, part] of this.#partsOf(plan)) await provider.place?.(part, context);
  }

  /** Text of the definitions that would be created, for `lago plan`. */
  describe(plan: EnvironmentPlan): Definitions {
    const texts = this.#partsOf(plan).flatMap(([provider, part]) => provider.describe?.(part) ?? []);
    return {
      nets: new Map(texts.flatMap(({ nets }) => [...nets])),
      domains: new Map(texts.flatMap(({ domains }) => [...domains])),
    };
  }

  /** States of all domains of an environment, by name. */
  async states(plan: EnvironmentPlan, context: ProviderContext): Promise<ReadonlyMap<string, DomainState>> {
    const parts = this.#partsOf(plan).filter(([, { domains }]) => domains.size > 0);
    const states = await Promise.all(parts.map(([provider, part]) => provider.states(part, context)));
    return new Map(states.flatMap((some) => [...some]));
  }

  /** Names (not libvirt names) of an environment's networks that are up. */
  async netsUp(plan: EnvironmentPlan, context: ProviderContext): Promise<ReadonlySet<string>> {
    const parts = this.#partsOf(plan).filter(([, { nets }]) => nets.size > 0);
    const up = await Promise.all(parts.map(([provider, part]) => provider.networks?.up(part, context) ?? []));
    return new Set(up.flatMap((some) => [...some]));
  }

  /** Each provider of a plan, with its part of it. */
  #partsOf(plan: EnvironmentPlan): [VmProvider, EnvironmentPlan][] {
    return providersOf(plan).map((name) => {
      const provider = this.get(name);
      const domains = new Map([...plan.domains].filter(([, domain]) => domain.vmProvider === name));
      const nets = new Map(name === DEFAULT_PROVIDER ? plan.nets : []);
      return [provider, { ...plan, domains, nets }];
    });
  }
}

/** Names of the providers that run something of a plan. */
export function providersOf(plan: EnvironmentPlan): string[] {
  const names = [...plan.domains.values()].map((domain) => domain.vmProvider);
  return [...new Set([...(plan.nets.size > 0 ? [DEFAULT_PROVIDER] : []), ...names])];
}

function has<K extends OptionalOperation>(provider: VmProvider, operation: K): provider is ProviderWith<K> {
  return provider[operation] !== undefined;
}
