import { LagoError, messageOf, ToolError } from '../../host/errors.ts';
import type { LoadedPlugin } from './load.ts';
import type { OutputFormat, PluginVerb } from './plugin.ts';

/** The plugin with verbs and output formats whose faults are told to be its own, not ours. */
export function guarded(loaded: LoadedPlugin): LoadedPlugin {
  const { plugin } = loaded;
  const { outputFormats = {}, verbs = [] } = plugin;
  const formats = Object.entries(outputFormats).map(([name, format]) => [
    name,
    guardedFormat(format, name, plugin.name),
  ]);
  return {
    ...loaded,
    plugin: {
      ...plugin,
      outputFormats: Object.fromEntries(formats),
      verbs: verbs.map((verb) => guardedVerb(verb, plugin.name)),
    },
  };
}

function guardedFormat(format: OutputFormat, name: string, plugin: string): OutputFormat {
  return (value) => {
    try {
      return format(value);
    } catch (error) {
      throw failure(`the output format ${name}`, plugin, error);
    }
  };
}

/** Member by member: a verb may be of a class. */
function guardedVerb(verb: PluginVerb, plugin: string): PluginVerb {
  const { name, summary, example, arguments: positional, options } = verb;
  return {
    ...{ name, summary, example },
    ...(positional === undefined ? {} : { arguments: positional }),
    ...(options === undefined ? {} : { options }),
    run: async (call) => {
      try {
        return await verb.run(call);
      } catch (error) {
        throw failure(`the verb ${name}`, plugin, error);
      }
    },
  };
}

/** What is thrown on purpose says itself whose fault it is. */
function failure(what: string, plugin: string, error: unknown): unknown {
  if (error instanceof LagoError) return error;
  return new ToolError('PLUGIN_FAILED', `${what} of the plugin ${plugin} failed: ${messageOf(error)}`, {
    hint: 'Tell those who make the plugin; `-l debug` shows where it happened.',
    cause: error,
  });
}
