import { configuredValue } from '../option-values.ts';
import { configName, configNames, longFlag, type OptionSpec, type OptionSpecs } from '../options.ts';
import type { Config } from './config.ts';
import { configKey } from './ini.ts';
import { type ConfigEntry, GLOBAL_SECTION } from './sources.ts';

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

const NO_OTHERS: OtherValues = { given: () => undefined, hostDefaults: new Map() };

/** All settings that the sections have, in their order: the command line's value first, then the configuration's. */
export function settingsOf(sections: readonly Section[], config: Config, others: OtherValues = NO_OTHERS): Setting[] {
  return sections.flatMap((section) => [
    ...Object.values(section.options).map((spec) => settingOf(section.name, spec, config, others)),
    ...(section.name === GLOBAL_SECTION ? [pluginSetting(config)] : []),
  ]);
}

function settingOf(section: string, spec: OptionSpec<unknown>, config: Config, others: OtherValues): Setting {
  const name = configName(spec);
  const given = others.given(section, spec);
  const fallback = spec.preset ?? others.hostDefaults.get(`${section}/${name}`);
  const value =
    (given === undefined ? undefined : { text: given, origin: longFlag(spec) }) ??
    configuredValue(spec, config, section) ??
    (fallback === undefined ? undefined : { text: fallback, origin: 'default' });
  return { section, name, spec, ...(value ? { value: { text: value.text, origin: value.origin } } : {}) };
}

function pluginSetting(config: Config): Setting {
  const value = config.get(GLOBAL_SECTION, 'plugins');
  return {
    section: GLOBAL_SECTION,
    name: 'plugins',
    ...(value ? { value: { text: value.text, origin: value.origin } } : {}),
  };
}

/** Settings of files that stand in a known section but are none of its options: slips of the pen, most likely. */
export function unknownSettings(sections: readonly Section[], { entries }: Config): ConfigEntry[] {
  const known = new Map(sections.map((section) => [configKey(section.name), namesOf(section)]));
  return entries.filter(({ isVariable, section, name }) => {
    const names = known.get(section);
    return !isVariable && names !== undefined && !names.has(name);
  });
}

function namesOf({ name, options }: Section): Set<string> {
  const names = Object.values(options).flatMap(configNames);
  return new Set([...names, ...(name === GLOBAL_SECTION ? ['plugins'] : [])]);
}
