import type { ServiceProvider } from '../../guest/services/provider.ts';
import type { GuestError, HostError, StateError, ToolError, UserError } from '../../host/errors.ts';
import type { Logger } from '../../host/log.ts';
import type { ProviderFactory } from '../../providers/providers.ts';
import type { Environment } from '../environment.ts';
import type { CommonOptions } from '../options.ts';
import type { Vm } from '../vm.ts';
/** A kind of VM: the class of machines, or one that extends it. */
export type VmClass = typeof Vm;
/** An option of a plugin's verb. */
export interface PluginOption {
    /** `-n, --name <text>` for one with a value, `--name` for one that is on or off. */
    readonly flags: string;
    readonly description: string;
    /** May be given several times; its value is a list. */
    readonly repeatable?: boolean;
}
/** Value of an option: text, on or off, or a list; undefined when nobody gave it. */
export type PluginOptionValue = string | boolean | readonly string[] | undefined;
/** One call of a plugin's verb. */
export interface PluginCall {
    /** Positional arguments, in order. */
    readonly args: readonly string[];
    /** By the keys of the verb's `options`. */
    readonly options: Readonly<Record<string, PluginOptionValue>>;
    /** Values of the global options, by their long names in camel case. */
    readonly global: Readonly<Record<string, unknown>>;
    /** Options for calls into the SDK, as the global options say. */
    readonly common: CommonOptions;
    readonly log: Logger;
    /** Fires when the user has had enough. */
    readonly signal: AbortSignal;
    /** Opens the environment that the global options mean; it is closed when the verb ends. */
    loadEnv(): Promise<Environment>;
    /** Prints a result on standard output, in the format that the user wants. */
    print(value: unknown): void;
    /** Writes text to standard output as it is. */
    write(text: string): void;
}
/** A verb of the command line. */
export interface PluginVerb {
    readonly name: string;
    /** One line for the list of verbs. */
    readonly summary: string;
    readonly arguments?: readonly {
        readonly syntax: `<${string}>` | `[${string}]`;
        readonly description: string;
    }[];
    readonly options?: Readonly<Record<string, PluginOption>>;
    /** A call to copy, without the leading `lago`. */
    readonly example: string;
    /** Does the work. @returns the exit code; nothing means 0. */
    run(call: PluginCall): Promise<number | undefined>;
}
/** Makes text of a verb's result. */
export type OutputFormat = (value: unknown) => string;
/** What a plugin adds. Names must be new. */
export interface Plugin {
    /** For messages; the name of its package, usually. */
    readonly name: string;
    /** Values that `vm-provider` may have then. */
    readonly providers?: Readonly<Record<string, ProviderFactory>>;
    /** Values that `vm-type` may have then. */
    readonly vmTypes?: Readonly<Record<string, VmClass>>;
    /** Values that `-f` may have then. */
    readonly outputFormats?: Readonly<Record<string, OutputFormat>>;
    readonly verbs?: readonly PluginVerb[];
    /** Values that `service_provider` may have then; guests are asked for these kinds first. */
    readonly serviceProviders?: readonly ServiceProvider[];
}
/** What a plugin is given: classes of the very copy of Lago that loads it, to extend and to throw. */
export interface PluginApi {
    readonly Vm: VmClass;
    readonly UserError: typeof UserError;
    readonly HostError: typeof HostError;
    readonly StateError: typeof StateError;
    readonly ToolError: typeof ToolError;
    readonly GuestError: typeof GuestError;
}
/** Default export of a plugin's module. */
export type PluginModule = (lago: PluginApi) => Plugin;
/** Lets the compiler check a plugin; gives back what it is given. */
export declare function definePlugin(plugin: PluginModule): PluginModule;
