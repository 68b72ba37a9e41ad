/**
 * The SDK: everything that the action, the CLI and the test fixtures do, as functions.
 *
 * ```ts
 * import { init } from 'lago-action';
 * const env = await init({ initFile: 'LagoInitFile' });
 * try {
 *   await env.start();
 *   const { code, out } = await env.vm('vm0').ssh(['hostname', '-f']);
 * } finally {
 *   await env.destroy();
 * }
 * ```
 */
export type { ConsoleStreams } from './environment/console.ts';
export type { Reaped } from './environment/destroy.ts';
export type { DoctorCheck, DoctorOptions } from './environment/doctor.ts';
export { Environment } from './environment/environment.ts';
export type { ExtractedPath, ExtractOptions, ExtractRequest } from './environment/extract.ts';
export type { PortForward } from './environment/forwards.ts';
export type { WaitForSshOptions } from './environment/guest-access.ts';
export { hostPaths } from './environment/host-services.ts';
export type { InventoryFile } from './environment/inventory-file.ts';
export { type KnownNames, knownNames } from './environment/known-names.ts';
export type { LayerListing, LayerPruneReport, ListLayersOptions, PrunedLayer, PruneLayersOptions, } from './environment/layers/options.ts';
export { type EnvironmentEntry, init, listEnvironments, loadEnv, reap, watchEnvironment, } from './environment/lifecycle.ts';
export type { LockOptions, LockResult } from './environment/lock/make-lock.ts';
export type { Mappings } from './environment/mappings.ts';
export { Net } from './environment/network.ts';
export type { NewInitFileOptions } from './environment/new-init-file.ts';
export { addTemplate, buildTemplate, doctor, listLayers, listTemplates, lockInitFile, newInitFile, planInitFile, pruneLayers, pruneTemplates, pullTemplates, validateInitFile, verifyTemplates, } from './environment/on-demand.ts';
export type { AccelerationChoice, CacheSaving, CacheUse, CollectOptions, CommonOptions, DeployedScript, DeployOptions, DomainDefaultOptions, ExportOptions, ExportReport, InitFileOptions, InitOptions, LoadOptions, OwnerOption, RebootOptions, RevertOptions, ShutdownOptions, SnapshotOptions, SshSettings, StartOptions, TemplateCache, VmCollection, } from './environment/options.ts';
export type { Owner } from './environment/owner.ts';
export type { JsonObject } from './environment/plan-json.ts';
export { type FrontEndExtensions, loadExtensions, runPluginVerb } from './environment/plugins/cli.ts';
export type { Extensions, TakenNames } from './environment/plugins/extensions.ts';
export type { PluginReference } from './environment/plugins/load.ts';
export { definePlugin, type OutputFormat, type Plugin, type PluginApi, type PluginCall, type PluginModule, type PluginOption, type PluginOptionValue, type PluginVerb, type VmClass, } from './environment/plugins/plugin.ts';
export type { PrefixPaths } from './environment/prefix.ts';
export type { PlanDocument } from './environment/preview.ts';
export { type DestroyOptions, destroyEnvironments } from './environment/removal.ts';
export type { SnapshotInfo, VmSnapshotInfo } from './environment/snapshots/list.ts';
export type { EnvironmentStatus, NetStatus, VmStatus } from './environment/status.ts';
export { addStreamLogger } from './environment/stream-loggers.ts';
export type { BuildTemplateOptions, BuiltTemplate } from './environment/template-build/options.ts';
export type { AddTemplateOptions, ListTemplatesOptions, PruneTemplatesOptions, PulledTemplate, PullTemplatesOptions, StoredVersion, TemplateListing, TemplateOptions, VerifiedTemplate, VerifyTemplatesOptions, } from './environment/templates/options.ts';
export { Vm } from './environment/vm.ts';
export type { VmNic } from './environment/vm-addresses.ts';
export type { CopyFromOptions, CopyToOptions } from './environment/vm-copy.ts';
export type { DiskView } from './environment/vm-facts.ts';
export type { ShellStreams, SshOptions } from './environment/vm-options.ts';
export { listPrefixNames, type PrefixList, setCurrentPrefix } from './environment/workdirs.ts';
export type { CollectedPath, CollectOptions as CollectPathsOptions } from './guest/collect-paths.ts';
export type { CopyOptions, CopyProgress, ReceiveLimits } from './guest/copy-options.ts';
export type { CommandStatus, ExecOptions } from './guest/exec.ts';
export type { InteractiveOptions, TerminalInput, TerminalOutput } from './guest/interactive.ts';
export type { ServiceAction, ServiceProvider, ServiceShell, ServiceState } from './guest/services/provider.ts';
export type { Service } from './guest/services/service.ts';
export type { HostCheck } from './host/checks.ts';
export { CancelledError, GuestError, HostError, hasErrorCode, InternalError, LagoError, type LagoErrorOptions, messageOf, StateError, ToolError, UserError, } from './host/errors.ts';
export { formatSize } from './host/format-size.ts';
export { type LineSinkOptions, lineSink } from './host/line-sink.ts';
export { createLogger, LOG_LEVELS, type LogEvent, type Logger, type LogLevel, type LogSink, passes, } from './host/log.ts';
export { duration, fileSink, printable } from './host/log-sinks.ts';
export { neutralised, neutralisedLine } from './host/neutralise.ts';
export type { HostPaths } from './host/paths.ts';
export type { ProcessIdentity } from './host/process.ts';
export type { ProgramNeed } from './host/programs.ts';
export { makeScratch, removeAbandonedProbeFiles } from './host/scratch.ts';
export { DEFAULT_INIT_FILE } from './initfile/file-name.ts';
export { initFileSchema } from './initfile/json-schema.ts';
export { type FormatOptions, formatProblems } from './initfile/render.ts';
export { formatKeyPath, formatProblem, InitFileError, type KeyPath, type Problem, type SourcePosition, } from './initfile/types.ts';
export type { InventoryHost } from './inventory/host.ts';
export type { Architecture, BootDevice, FirmwarePlan, SharePlan, VideoModel } from './providers/machine-plan.ts';
export type { Acceleration, AddressRange, CpuPlan, DeployScript, DiskPlan, DiskSource, DomainPlan, EnvironmentPlan, ExternalMachine, HostFacts, NetPlan, NicPlan, NumaCell, PortPlan, Provisioning, } from './providers/plan.ts';
export type * from './providers/provider.ts';
export type { LibvirtAuth, ProviderFactory, ProviderSetup } from './providers/providers.ts';
export type { SaveTarget, SnapshotOperations } from './providers/snapshots.ts';
export { isBuiltinTemplate } from './templates/builtin/names.ts';
export type { PrunedTemplate, PruneReport } from './templates/prune.ts';
