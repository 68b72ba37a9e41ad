import { z } from 'zod';
import { GuestError, HostError, messageOf, StateError, ToolError, UserError } from '../../host/errors.ts';
import { Vm } from '../vm.ts';
import type { Plugin, PluginApi } from './plugin.ts';
import { resolvePlugin } from './resolve.ts';

/** A plugin as a configuration or a caller names it. */
export interface PluginReference {
  /** Name of an npm package, or a path. */
  readonly specifier: string;
  /** Directory that a relative path refers to, and from which packages are looked up. */
  readonly directory: string;
  /** Where it is named, for messages. */
  readonly origin?: string;
}

/** A plugin that was loaded. */
export interface LoadedPlugin {
  readonly plugin: Plugin;
  /** File URL of its module: enough to load it again. */
  readonly url: string;
  readonly reference: PluginReference;
}

/** A plugin that could not be loaded. */
export interface PluginFailure {
  readonly reference: PluginReference;
  /** One sentence for a warning, with the plugin's name and where it is named. */
  readonly message: string;
}

/** What came of loading plugins. */
export interface LoadedPlugins {
  readonly loaded: readonly LoadedPlugin[];
  readonly failures: readonly PluginFailure[];
}

const API: PluginApi = { Vm, UserError, HostError, StateError, ToolError, GuestError };

const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;
const name = z.string().regex(NAME, 'a name of letters, digits, `-`, `_` and `.`');
const code = z.custom<(...args: never[]) => unknown>((value) => typeof value === 'function', 'a function or class');
const option = z.object({
  flags: z.string().regex(/--[a-z]/, 'flags with a long one, such as `-n, --name <text>`'),
  description: z.string(),
  repeatable: z.boolean().optional(),
});

/** Checks what TypeScript checks for those who use it, and what only shows at run time. */
const shape = z.strictObject({
  name: z.string().min(1),
  providers: z.record(name, code).optional(),
  vmTypes: z.record(name, code.refine(extendsVm, 'a class that extends `lago.Vm`')).optional(),
  serviceProviders: z.array(z.looseObject({ name, supports: code, state: code, request: code })).optional(),
  outputFormats: z.record(name, code).optional(),
  verbs: z
    .array(
      z.looseObject({
        name,
        summary: z.string(),
        example: z.string(),
        arguments: z.array(z.object({ syntax: z.string(), description: z.string() })).optional(),
        options: z.record(z.string(), option).optional(),
        run: code,
      }),
    )
    .optional(),
});

/**
 * Loads plugins, in order. One that cannot be loaded is among the failures and stops nothing else.
 */
export async function loadPlugins(references: readonly PluginReference[]): Promise<LoadedPlugins> {
  const results = await Promise.all(references.map(loadOne));
  return {
    loaded: uniqueByUrl(results.filter((result) => 'plugin' in result)),
    failures: results.filter((result) => 'message' in result),
  };
}

async function loadOne(reference: PluginReference): Promise<LoadedPlugin | PluginFailure> {
  const { specifier, directory, origin } = reference;
  try {
    const url = resolvePlugin(specifier, directory);
    return { plugin: pluginOf(await import(url)), url, reference };
  } catch (error) {
    const place = origin === undefined ? '' : ` (${origin})`;
    const reason = error instanceof z.ZodError ? z.prettifyError(error).replaceAll('\n', ' ') : messageOf(error);
    return { reference, message: `the plugin ${specifier}${place} is left out, it cannot be loaded: ${reason}` };
  }
}

function pluginOf(module: unknown): Plugin {
  const make = typeof module === 'object' && module !== null && 'default' in module ? module.default : undefined;
  if (typeof make !== 'function') throw new Error('its default export is not a function that makes a plugin');
  const plugin: unknown = make(API);
  if (!isPlugin(plugin)) throw new Error('it made no plugin');
  return plugin;
}

/** @throws {z.ZodError} saying what is wrong. */
function isPlugin(value: unknown): value is Plugin {
  shape.parse(value);
  return true;
}

function extendsVm(value: unknown): boolean {
  return typeof value === 'function' && (value === Vm || value.prototype instanceof Vm);
}

/** One that is named twice, in a file and in a variable say, is still one. */
function uniqueByUrl(plugins: readonly LoadedPlugin[]): LoadedPlugin[] {
  return [...new Map(plugins.map((plugin) => [plugin.url, plugin])).values()];
}
