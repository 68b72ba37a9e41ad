import type { PruneReport } from '../templates/prune.ts';
import type { DoctorCheck, DoctorOptions } from './doctor.ts';
import type { LayerListing, LayerPruneReport, ListLayersOptions, PruneLayersOptions } from './layers/options.ts';
import type { LockOptions, LockResult } from './lock/make-lock.ts';
import type { NewInitFileOptions } from './new-init-file.ts';
import type { InitFileOptions, InitOptions } from './options.ts';
import type { PlanDocument } from './preview.ts';
import type { BuildTemplateOptions, BuiltTemplate } from './template-build/options.ts';
import type { AddTemplateOptions, ListTemplatesOptions, PruneTemplatesOptions, PulledTemplate, PullTemplatesOptions, TemplateListing, VerifiedTemplate, VerifyTemplatesOptions } from './templates/options.ts';
/**
 * Plans an init file without touching anything: addresses, disks and libvirt definitions as `init` would decide them now.
 *
 * @throws {InitFileError} with all mistakes of the file; {@link HostError} `LIBVIRT_UNREACHABLE`, `KVM_UNUSABLE`, ...;
 *   {@link ToolError} of template repositories.
 */
export declare function planInitFile(options?: InitOptions): Promise<PlanDocument>;
/**
 * Writes the lock file of an init file, beside it: the versions and hashes of its templates, and the keys of its layers, as
 * they are now; with `check` it only compares.
 *
 * @throws {InitFileError} with all mistakes of the file; {@link UserError} `TEMPLATE_REPO_MISSING`; {@link ToolError} of
 *   template repositories; {@link HostError} for a file that cannot be written.
 */
export declare function lockInitFile(options?: LockOptions): Promise<LockResult>;
/**
 * Checks an init file as far as that goes without a host: syntax, keys, types, and the topology.
 *
 * @throws {InitFileError} with all errors.
 */
export declare function validateInitFile(options?: InitFileOptions): Promise<Pick<PlanDocument, 'warnings'>>;
/** Checks whether environments can run on this host, and says how to mend what is not right. */
export declare function doctor(options?: DoctorOptions): Promise<DoctorCheck[]>;
/**
 * Writes a commented init file to begin with, one that {@link validateInitFile} accepts.
 *
 * @returns its absolute path.
 * @throws {UserError} `INIT_FILE_EXISTS`, `NEW_OPTION_INVALID`; {@link HostError} `PERMISSION_DENIED`, `FILE_FAILED`, ...
 */
export declare function newInitFile(options?: NewInitFileOptions): Promise<string>;
/**
 * Lists the templates of all repositories, in the order of their precedence, and then those that only the store has. A
 * repository that cannot be opened is a warning.
 */
export declare function listTemplates(options?: ListTemplatesOptions): Promise<TemplateListing[]>;
/**
 * Brings templates into the store and verifies them, as `init` would.
 *
 * @returns one for each, in the order in which they were named.
 * @throws {UserError} `TEMPLATE_UNKNOWN`, `TEMPLATE_VERSION_UNKNOWN`, `TEMPLATE_NAME_INVALID`, `LOCK_FILE_OUTDATED`,
 *   `LOCK_FILE_INVALID`; {@link InitFileError}; all that fetching throws.
 */
export declare function pullTemplates(options: PullTemplatesOptions): Promise<PulledTemplate[]>;
/**
 * Reads images of the store again, whole, and compares them with what was verified when they were published.
 *
 * @throws {UserError} `TEMPLATE_NOT_STORED`.
 */
export declare function verifyTemplates(options?: VerifyTemplatesOptions): Promise<VerifiedTemplate[]>;
/**
 * Removes templates from the store, those used longest ago first, and what interrupted downloads left for longer than a
 * day. Never one that disks of existing environments, their snapshots or layers lie over, nor one that a run is fetching or
 * about to use.
 *
 * @throws {HostError} `STORE_READ_ONLY`; `PERMISSION_DENIED` and {@link StateError} `FILE_BROKEN` when it cannot be found out
 *   what is in use.
 */
export declare function pruneTemplates(options?: PruneTemplatesOptions): Promise<PruneReport>;
/**
 * Makes an image a template of this host, and brings it into the store. Its repository is a file of the state directory that
 * `init` asks after those that are given.
 *
 * @throws {UserError} `TEMPLATE_NAME_INVALID`, `TEMPLATE_EXISTS`, `TEMPLATE_IMAGE_MISSING`; all that fetching throws.
 */
export declare function addTemplate(options: AddTemplateOptions): Promise<PulledTemplate>;
/**
 * Makes a template from a recipe, and puts it into a template repository. On failure, nothing is left.
 *
 * @throws {InitFileError} with all mistakes of the recipe; {@link UserError} `RECIPE_MISSING`, `RECIPE_NOT_HERE`,
 *   `TEMPLATE_EXISTS`; {@link HostError} `ROOT_NEEDED`, `TOOL_MISSING`, `DISK_FULL`; {@link ToolError}
 *   `TEMPLATE_BUILD_FAILED`; {@link GuestError} `BUILD_STEP_FAILED`; {@link CancelledError}.
 */
export declare function buildTemplate(options: BuildTemplateOptions): Promise<BuiltTemplate>;
/**
 * Lists the layers of the store, the one used last first.
 *
 * @throws {UserError} `LAYER_UNKNOWN` for a key that is that of none or of several.
 */
export declare function listLayers(options?: ListLayersOptions): Promise<LayerListing[]>;
/**
 * Removes layers from the store, those used longest ago first, and what killed builds left. Never one that disks of existing
 * environments or their snapshots lie over, nor one that a run is building or about to use.
 *
 * @throws {HostError} `STORE_READ_ONLY`; `PERMISSION_DENIED` and {@link StateError} `FILE_BROKEN` when it cannot be found out
 *   what is in use.
 */
export declare function pruneLayers(options?: PruneLayersOptions): Promise<LayerPruneReport>;
