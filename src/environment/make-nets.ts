import type { EnvironmentPlan, NetPlan } from '../providers/plan.ts';
import type { Providers } from '../providers/providers.ts';
import { withExistingEnvironment } from './environment-lock.ts';
import { addMappings } from './mappings.ts';
import { Net, type NetParts } from './network.ts';
import { netSpecFile, type PrefixPaths } from './prefix.ts';
import type { Services } from './services.ts';

/** What the networks of an environment are made from. */
export interface NetSource {
  readonly paths: PrefixPaths;
  readonly providers: Providers;
  readonly services: Services;
  /** The plan as it is at the moment. */
  plan(): EnvironmentPlan;
  /** Puts another plan in its place. */
  replan(plan: EnvironmentPlan): void;
  /** Notes that there will be something to remove. */
  claim(): Promise<void>;
  netsUp(): Promise<ReadonlySet<string>>;
}

/** Makes the networks of an environment, by name, in the order of the init file. */
export function makeNets(source: NetSource): ReadonlyMap<string, Net> {
  return new Map([...source.plan().nets].map(([name, net]) => [name, new Net(partsOf(net, source))]));
}

function partsOf(net: NetPlan, source: NetSource): NetParts {
  const { paths, providers, services } = source;
  const context = { log: services.log, signal: services.signal };
  const current = () => source.plan().nets.get(net.name) ?? net;
  const isUp = async () => (await source.netsUp()).has(net.name);
  return {
    plan: current,
    specFile: netSpecFile(paths, net.name),
    alive: isUp,
    start: async () => {
      await source.claim();
      await withExistingEnvironment(source.plan().uuid, services, async () => {
        if (!(await isUp())) await providers.ofNet(net).start(current(), source.plan(), context);
      });
    },
    stop: () => providers.ofNet(net).stop(net, context),
    addMappings: async (mappings) => {
      source.replan(await addMappings({ plan: source.plan(), paths, providers }, net.name, mappings, services));
    },
  };
}
