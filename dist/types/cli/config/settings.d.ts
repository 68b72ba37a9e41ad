import { type OptionSpec, type OptionSpecs } from '../options.ts';
import type { Config } from './config.ts';
import { type ConfigEntry } from './sources.ts';
/** One setting that could stand in a configuration file, with the value that counts now. */
export interface Setting {
    readonly section: string;
    readonly name: string;
    /** Undefined for a setting that is no option: `plugins`. */
    readonly spec?: OptionSpec<unknown>;
    readonly value?: SettingValue;
}
export interface SettingValue {
    readonly text: string;
    /** `default`, an option of the command line, a variable, or `file:line`. */
    readonly origin: string;
}
/** Options of one section of the configuration. */
export interface Section {
    /** `lago`, or the name of a verb. */
    readonly name: string;
    readonly options: OptionSpecs;
}
/** Values from elsewhere than the configuration. */
export interface OtherValues {
    /** Text of an option on the command line. */
    given(section: string, spec: OptionSpec<unknown>): string | undefined;
    /** Defaults that depend on the host, by `section/name`. */
    readonly hostDefaults: ReadonlyMap<string, string>;
}
/** All settings that the sections have, in their order: the command line's value first, then the configuration's. */
export declare function settingsOf(sections: readonly Section[], config: Config, others?: OtherValues): Setting[];
/** Settings of files that stand in a known section but are none of its options: slips of the pen, most likely. */
export declare function unknownSettings(sections: readonly Section[], { entries }: Config): ConfigEntry[];
