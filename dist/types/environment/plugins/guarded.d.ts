import type { LoadedPlugin } from './load.ts';
/** The plugin with verbs and output formats whose faults are told to be its own, not ours. */
export declare function guarded(loaded: LoadedPlugin): LoadedPlugin;
