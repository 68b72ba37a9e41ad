import { statSync } from 'node:fs';
import { SERVICE_PROVIDERS } from '../../guest/services/detect.ts';
import { hasErrorCode } from '../../host/errors.ts';
import { Providers } from '../../providers/providers.ts';
import { OWN_PROVIDERS, type Resolved, resolveOptions } from '../host-services.ts';
import type { CommonOptions } from '../options.ts';
import { type OwnerRecord, recordFile } from '../owner.ts';
import type { Services } from '../services.ts';
import { DEFAULT_VM_TYPE, type Extensions, extensionsOf } from './extensions.ts';
import { type LoadedPlugin, loadPlugins, type PluginReference } from './load.ts';

/** Names of ours that plugins cannot take. */
export const OWN_NAMES = {
  providers: [...OWN_PROVIDERS.keys()],
  vmTypes: [DEFAULT_VM_TYPE],
  serviceProviders: SERVICE_PROVIDERS.map(({ name }) => name),
};

/**
 * Puts the real adapters together for one call into the SDK, with what plugins add.
 *
 * @throws {UserError} `PLUGIN_CLASH`. A plugin that cannot be loaded is a warning.
 */
export async function resolveWithPlugins(options: CommonOptions): Promise<Resolved> {
  const resolved = resolveOptions(options);
  const references = (options.plugins ?? []).map((plugin) =>
    typeof plugin === 'string' ? { specifier: plugin, directory: resolved.cwd } : plugin,
  );
  return { ...resolved, services: await withPlugins(resolved.services, references) };
}

/**
 * The same services with the plugins that an environment was made with, besides those that there are: who looks at it or
 * removes it need not name them again. Only from records of our own: a plugin is code, and others' must not be ours.
 */
export async function withRecordedPlugins(services: Services, record: OwnerRecord): Promise<Services> {
  const loaded = services.extensions?.modules ?? [];
  const missing = (record.plugins ?? []).filter((url) => !loaded.includes(url));
  if (missing.length === 0 || !isOurs(recordFile(services.paths.environmentsDir, record.uuid))) return services;
  const references = [...loaded, ...missing].map((specifier) => ({ specifier, directory: services.paths.stateDir }));
  const plugins = await load(references, services);
  // A plugin that the caller names wins over where it was when the environment was made.
  const named = plugins.filter(({ url }) => loaded.includes(url)).map(({ plugin }) => plugin.name);
  const wanted = plugins.filter(({ url, plugin }) => loaded.includes(url) || !named.includes(plugin.name));
  return withExtensions(services, extensionsOf(wanted, OWN_NAMES));
}

async function withPlugins(services: Services, references: readonly PluginReference[]): Promise<Services> {
  if (references.length === 0) return services;
  return withExtensions(services, extensionsOf(await load(references, services), OWN_NAMES));
}

async function load(references: readonly PluginReference[], { log }: Services): Promise<readonly LoadedPlugin[]> {
  const { loaded, failures } = await loadPlugins(references);
  for (const { message } of failures) log.warning(message);
  return loaded;
}

function withExtensions(services: Services, extensions: Extensions): Services {
  const factories = new Map([...OWN_PROVIDERS, ...extensions.providers]);
  return { ...services, extensions, providers: (setup) => new Providers(factories, setup) };
}

function isOurs(file: string): boolean {
  try {
    return statSync(file).uid === process.getuid?.();
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return false;
    throw error;
  }
}
