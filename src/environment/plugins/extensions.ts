import type { ServiceProvider } from '../../guest/services/provider.ts';
import { UserError } from '../../host/errors.ts';
import type { ProviderFactory } from '../../providers/providers.ts';
import type { LoadedPlugin } from './load.ts';
import type { OutputFormat, Plugin, PluginVerb, VmClass } from './plugin.ts';

/** Type of machines that no plugin changes. */
export const DEFAULT_VM_TYPE = 'default';

/** What plugins add, by name. */
export interface Extensions {
  readonly providers: ReadonlyMap<string, ProviderFactory>;
  readonly vmTypes: ReadonlyMap<string, VmClass>;
  readonly outputFormats: ReadonlyMap<string, OutputFormat>;
  readonly verbs: ReadonlyMap<string, PluginVerb>;
  readonly serviceProviders: ReadonlyMap<string, ServiceProvider>;
  /** File URLs of the plugins' modules, for the owner records of environments that they have a part in. */
  readonly modules: readonly string[];
}

/** Names that are taken already, by kind. */
export type TakenNames = { readonly [K in Exclude<keyof Extensions, 'modules'>]?: Iterable<string> };

/**
 * Puts together what plugins add.
 *
 * @throws {UserError} `PLUGIN_CLASH` when two of them, or one and we, have the same name for something.
 */
export function extensionsOf(plugins: readonly LoadedPlugin[], taken: TakenNames): Extensions {
  const verbsOf = ({ verbs = [] }: Plugin) => Object.fromEntries(verbs.map((verb) => [verb.name, verb]));
  const servicesOf = ({ serviceProviders = [] }: Plugin) =>
    Object.fromEntries(serviceProviders.map((provider) => [provider.name, provider]));
  return {
    providers: merged('provider', plugins, (plugin) => plugin.providers, taken.providers),
    vmTypes: merged('VM type', plugins, (plugin) => plugin.vmTypes, taken.vmTypes),
    outputFormats: merged('output format', plugins, (plugin) => plugin.outputFormats, taken.outputFormats),
    verbs: merged('verb', plugins, verbsOf, taken.verbs),
    serviceProviders: merged('service provider', plugins, servicesOf, taken.serviceProviders),
    modules: plugins.map(({ url }) => url),
  };
}

function merged<T>(
  kind: string,
  plugins: readonly LoadedPlugin[],
  entriesOf: (plugin: Plugin) => Readonly<Record<string, T>> | undefined,
  taken: Iterable<string> = [],
): ReadonlyMap<string, T> {
  const owners = new Map<string, string>([...taken].map((name) => [name, 'Lago itself']));
  const all = new Map<string, T>();
  for (const { plugin } of plugins) {
    for (const [name, entry] of Object.entries(entriesOf(plugin) ?? {})) {
      const owner = owners.get(name);
      if (owner !== undefined) throw clash(plugin, kind, name, owner);
      owners.set(name, `the plugin ${plugin.name}`);
      all.set(name, entry);
    }
  }
  return all;
}

function clash(plugin: Plugin, kind: string, name: string, owner: string): UserError {
  return new UserError('PLUGIN_CLASH', `the plugin ${plugin.name} brings the ${kind} ${name}, but ${owner} has one`, {
    hint: 'Leave one of the plugins out, or let it use another name.',
  });
}
