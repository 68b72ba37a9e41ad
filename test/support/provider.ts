import type { EnvironmentPlan, HostFacts } from '../../src/providers/plan.ts';
import type {
  DomainState,
  ImageAccess,
  NetworkOperations,
  ProviderObjects,
  VmProvider,
} from '../../src/providers/provider.ts';

/** A provider that runs nothing and remembers what it was asked for, for tests. */
export class FakeProvider implements VmProvider {
  readonly name: string;
  readonly calls: string[] = [];
  readonly running = new Set<string>();
  readonly destroyed: ProviderObjects[] = [];
  host: HostFacts | undefined;
  access: ImageAccess = { reachable: true };

  readonly networks: NetworkOperations = {
    start: async ({ name }) => {
      this.calls.push(`start net ${name}`);
      this.running.add(name);
    },
    stop: async ({ name }) => {
      this.calls.push(`stop net ${name}`);
      this.running.delete(name);
    },
    up: async ({ nets }) => new Set([...nets.keys()].filter((name) => this.running.has(name))),
  };

  constructor(name: string) {
    this.name = name;
  }

  async facts(): Promise<HostFacts | undefined> {
    return this.host;
  }

  programs() {
    return [];
  }

  async checkHost() {
    return [];
  }

  async imageAccess(): Promise<ImageAccess> {
    return this.access;
  }

  describe(plan: EnvironmentPlan) {
    const texts = (names: Iterable<string>) => new Map([...names].map((name) => [name, `${name} by ${this.name}`]));
    return { nets: texts(plan.nets.keys()), domains: texts(plan.domains.keys()) };
  }

  async start({ name }: { readonly name: string }): Promise<void> {
    this.calls.push(`start ${name}`);
    this.running.add(name);
  }

  async stop({ name }: { readonly name: string }): Promise<void> {
    this.calls.push(`stop ${name}`);
    this.running.delete(name);
  }

  async states(plan: EnvironmentPlan): Promise<ReadonlyMap<string, DomainState>> {
    return new Map([...plan.domains.keys()].map((name) => [name, this.running.has(name) ? 'running' : 'down']));
  }

  async addresses(): Promise<ReadonlyMap<number, readonly string[]>> {
    return new Map();
  }

  async diagnostics() {
    return { screenshot: { missing: 'no screen' }, serialLog: { missing: 'no console' } };
  }

  async destroy(objects: ProviderObjects): Promise<void> {
    this.destroyed.push(objects);
  }
}
