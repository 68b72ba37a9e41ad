import type { PluginReference } from '../sdk.ts';
import type { Setting } from './settings.ts';
/** How a configuration file is written. */
export interface GenerateOptions {
    /** First line, without its mark. */
    readonly header: string;
    /** Options without a value too, as comments. */
    readonly verbose: boolean;
    readonly plugins: readonly PluginReference[];
}
/** Writes settings as a configuration file that gives the same values when it is read. Passwords are not in it, and no addresses with any. */
export declare function generateConfig(settings: readonly Setting[], options: GenerateOptions): string;
