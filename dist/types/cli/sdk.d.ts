import type * as lago from '../index.ts';
export type { AccelerationChoice, DoctorCheck, FrontEndExtensions, InitFileOptions, InitOptions, LayerListing, LoadOptions, LogEvent, Logger, LogLevel, LogSink, NewInitFileOptions, OutputFormat, PluginOption, PluginReference, PluginVerb, Problem, SnapshotInfo, StartOptions, TemplateListing, } from '../index.ts';
/** What the verbs use of a machine. */
export type CliVm = Pick<lago.Vm, 'name' | 'state' | 'sshScript' | 'interactiveConsole' | 'interactiveSsh' | 'copyTo' | 'copyFrom' | 'screenshot' | 'serialLog'>;
/** What the verbs use of an environment. */
export interface CliEnvironment extends Pick<lago.Environment, 'ansibleInventory' | 'ansibleInventoryYaml' | 'cleanup' | 'close' | 'collectArtifacts' | 'deleteSnapshot' | 'deploy' | 'exportVms' | 'paths' | 'prefix' | 'reboot' | 'revert' | 'shutdown' | 'snapshot' | 'snapshots' | 'sshConfig' | 'start' | 'status' | 'stop' | 'uuid'> {
    vm(name: string): CliVm;
    getVms(): ReadonlyMap<string, CliVm>;
}
/** What the CLI uses of the SDK; tests put their own in its place. */
export interface Sdk extends Pick<typeof lago, 'addTemplate' | 'buildTemplate' | 'createLogger' | 'destroyEnvironments' | 'doctor' | 'duration' | 'fileSink' | 'formatProblems' | 'hostPaths' | 'formatSize' | 'InitFileError' | 'isBuiltinTemplate' | 'knownNames' | 'initFileSchema' | 'LagoError' | 'lineSink' | 'listEnvironments' | 'listLayers' | 'listPrefixNames' | 'listTemplates' | 'loadExtensions' | 'lockInitFile' | 'messageOf' | 'neutralised' | 'neutralisedLine' | 'newInitFile' | 'planInitFile' | 'printable' | 'pruneLayers' | 'pruneTemplates' | 'pullTemplates' | 'reap' | 'runPluginVerb' | 'setCurrentPrefix' | 'validateInitFile' | 'verifyTemplates'> {
    init(options: lago.InitOptions): Promise<CliEnvironment>;
    loadEnv(options?: lago.LoadOptions): Promise<CliEnvironment>;
}
/** Loads the SDK; only verbs that run need it, not help or `--version`. */
export declare function loadSdk(): Promise<Sdk>;
