import type { Config } from './config/config.ts';
import { commonOptions, loadOptions } from './context.ts';
import { OUTPUT_FORMATS } from './format.ts';
import { flag, type OptionSpecs, text, texts } from './options.ts';
import type { FrontEndExtensions, PluginOption, PluginVerb, Sdk } from './sdk.ts';
import type { Verb } from './verb.ts';
import { groupOf } from './verb-groups.ts';

/** What plugins add to the command line. */
export interface CliExtensions {
  /** All verbs: ours, then theirs. */
  readonly verbs: readonly Verb[];
  readonly outputFormats: FrontEndExtensions['outputFormats'];
  readonly config: Config;
  /** Plugins that could be loaded. */
  readonly plugins: FrontEndExtensions['loaded'];
  readonly warnings: readonly string[];
}

/** Loads the plugins that the configuration names. @throws {UserError} `PLUGIN_CLASH` */
export async function loadCliPlugins(
  config: Config,
  verbs: readonly Verb[],
  load: () => Promise<Sdk>,
): Promise<CliExtensions> {
  if (config.plugins.length === 0) return { verbs, outputFormats: new Map(), config, plugins: [], warnings: [] };
  const sdk = await load();
  const names = ['help', ...verbs.flatMap(({ name, aliases = [] }) => [groupOf(name) ?? name, ...aliases])];
  const found = await sdk.loadExtensions(config.plugins, { verbs: names, outputFormats: OUTPUT_FORMATS });
  return {
    verbs: [...verbs, ...[...found.verbs.values()].map(verbOf)],
    outputFormats: found.outputFormats,
    config,
    plugins: found.loaded,
    warnings: found.warnings,
  };
}

function verbOf(plugin: PluginVerb): Verb {
  const { name, summary, example, arguments: positional = [] } = plugin;
  return {
    name,
    summary,
    example,
    arguments: positional,
    options: optionSpecs(plugin.options ?? {}),
    run: (call) => {
      const { args, global, io, log, print, write } = call;
      const options = Object.fromEntries(Object.entries(call.options).map(([key, value]) => [key, optionValue(value)]));
      const common = commonOptions(call);
      const parts = { args, options, global, common, log, signal: io.signal, print, write };
      return call.sdk.runPluginVerb(plugin, parts, loadOptions(call));
    },
  };
}

function optionSpecs(options: Readonly<Record<string, PluginOption>>): OptionSpecs {
  return Object.fromEntries(
    Object.entries(options).map(([key, { flags, description, repeatable }]) => {
      const make = repeatable ? texts : flags.includes('<') ? text : flag;
      return [key, make(flags, description)];
    }),
  );
}

function optionValue(value: unknown): string | boolean | readonly string[] | undefined {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' || typeof value === 'boolean' ? value : undefined;
}
