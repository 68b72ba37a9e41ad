import type { Logger } from '../host/log.ts';
import type { LibvirtAuth } from '../providers/providers.ts';
import type { PluginReference } from './plugins/load.ts';
/** How KVM is used: `auto` falls back to emulation with a warning, `kvm` refuses to, `tcg` emulates always. */
export type AccelerationChoice = 'auto' | 'kvm' | 'tcg';
/** How SSH connections to machines are made. */
export interface SshSettings {
    /** Attempts to connect before a command fails, 1 s apart; 1 by default. Waiting for a boot has its own time limit. */
    readonly tries?: number;
    /** Seconds that the server may take to answer an attempt; 15 by default. */
    readonly timeout?: number;
}
/** What machines get that the init file leaves open; kept with the environment from `init` on. */
export interface DomainDefaultOptions {
    /** `root` by default. */
    readonly sshUser?: string;
    /** None by default. */
    readonly sshPassword?: string;
    /** Wins over `sshPassword`, as in Lago; none by default. */
    readonly rootPassword?: string;
    /** `default` by default. */
    readonly vmType?: string;
    /** `local-libvirt` by default. */
    readonly vmProvider?: string;
}
/** Options that every call into the SDK takes. */
export interface CommonOptions {
    /** Receives everything that happens; silent by default. lago.log in the prefix gets it in any case. */
    readonly log?: Logger;
    /** Ends the call early; what it had begun is rolled back or left for `destroy`, as the call says. */
    readonly signal?: AbortSignal;
    /** libvirt connection; `qemu:///system` by default. */
    readonly libvirtUrl?: string;
    /** For connections that ask; `init` keeps it in the owner record, for those who remove the environment. */
    readonly libvirtAuth?: LibvirtAuth;
    readonly ssh?: SshSettings;
    /** Directory for owner records, leases and the store; see `docs/files.md`. */
    readonly stateDir?: string;
    /** Directory of subnet leases; below the state directory by default. */
    readonly leaseDir?: string;
    /**
     * Where subnets of networks may lie: private subnets (`10.20.0.0/16`) and ranges (`192.168.200.0-192.168.255.255`), used in
     * this order; by default those of `LAGO_SUBNET_POOL`, else the last of these, which is Lago's.
     */
    readonly subnetPool?: readonly string[];
    /** Template store; below the state directory by default. */
    readonly templateStore?: string;
    /** Directory that relative paths refer to; the process's by default. */
    readonly cwd?: string;
    /**
     * Plugins: names of npm packages or paths, looked up from `cwd`. One that cannot be loaded is a warning. Init files
     * cannot name any: plugins are code.
     */
    readonly plugins?: readonly (string | PluginReference)[];
    /** Environment variables; the process's by default. */
    readonly env?: Readonly<Record<string, string | undefined>>;
}
/** How an init file is read. */
export interface InitFileOptions extends CommonOptions {
    /** Path of the LagoInitFile; `LagoInitFile` in `cwd` by default. */
    readonly initFile?: string;
    /** Makes unknown keys errors. */
    readonly strict?: boolean;
    /** Variables besides `LAGO_*` that init files may expand. */
    readonly allowedVariables?: readonly string[];
    /** Directories besides the workspace, the workdir and the store from which disks may come. */
    readonly allowHostPaths?: readonly string[];
    /** Template repositories: paths or URLs of repository files, first match wins. */
    readonly templateRepos?: readonly string[];
    /** One more repository, after those, by the name that its file has. */
    readonly templateRepoName?: string;
    /** Directory whose `*.json` files are searched for that name; `repos` below the state directory by default. */
    readonly templateReposDir?: string;
    readonly defaults?: DomainDefaultOptions;
    /** KVM or emulation; `auto` by default. */
    readonly acceleration?: AccelerationChoice;
    /** Prepares no guest, whatever the init file says. */
    readonly skipBootstrap?: boolean;
    /** Does not run `build` steps. */
    readonly skipBuild?: boolean;
    /** Takes exactly what the lock file beside the init file says, and fails when that is missing or out of date. */
    readonly frozen?: boolean;
}
/** Who an environment belongs to when it is made. */
export type OwnerOption = 
/** Lives until it is destroyed, as Lago's do. */
{
    readonly kind: 'workdir';
}
/** Lives at most as long as a process; a watchdog sees to it. */
 | {
    readonly kind: 'process';
    readonly pid: number /** Who that is, for people. */;
    readonly label: string;
};
/** How an environment is made. */
export interface InitOptions extends InitFileOptions {
    /** Workdir; `./.lago` by default. */
    readonly workdir?: string;
    /** Prefix in it; `default` by default. */
    readonly prefixName?: string;
    /** Makes the new prefix the current one; the first one always is. */
    readonly setCurrent?: boolean;
    /** `workdir` by default. */
    readonly owner?: OwnerOption;
    /** Seconds after which the watchdog destroys it, whatever its owner does. */
    readonly expiresIn?: number;
    /** Called with the environment's uuid and prefix as soon as its owner record is written, before anything exists. */
    readonly onRecord?: (record: {
        readonly uuid: string;
        readonly prefix: string;
    }) => void;
    /** Builds all layers anew and uses none that is there; false by default. */
    readonly noCache?: boolean;
    /** Keeps templates between machines, in CI; none by default. */
    readonly templateCache?: TemplateCache;
}
/**
 * A store that outlives the machine, such as the cache of GitHub Actions. Failures are its own affair: it must not throw.
 * Entries are directories; it may be asked for several things at once.
 */
export interface TemplateCache {
    /** What it is for; templates and layers by default. */
    readonly keeps?: readonly ('template' | 'layer')[];
    /** Takes also what is as quickly fetched or built as restored; false by default. */
    readonly eager?: boolean;
    /**
     * Brings back into an empty directory what was saved under the first of `keys` that there is; with `newest`, what was saved
     * last under a key that begins with it.
     *
     * @returns the key that it was saved under, undefined when there is nothing.
     */
    restore(keys: readonly string[], directory: string, newest?: boolean): Promise<string | undefined>;
    /** Saves what is in a directory under a key; one that exists stays as it is. The directory is removed afterwards. */
    save(key: string, directory: string): Promise<CacheSaving>;
    /** Is told of everything that the cache is for, once its fate is known. */
    report?(use: CacheUse): void;
}
/** What became of an attempt to save: anything but `saved` with the reason. */
export type CacheSaving = {
    readonly saved: true;
} | {
    readonly saved: false;
    readonly reason: string;
};
/** Where a template or a layer came from, and whether it was kept. */
export interface CacheUse {
    readonly kind: 'template' | 'layer';
    /** `<repository>:<template>:<version>`, or the VM and disk of a layer. */
    readonly name: string;
    /** The host's own store, the cache, or neither: then it was fetched or built. */
    readonly from: 'store' | 'cache' | 'source';
    /** Bytes of the image, as far as they are known. */
    readonly bytes?: number;
    /** That restoring, or fetching or building took. */
    readonly seconds?: number;
    /** Whether what was fetched or built was saved. */
    readonly saving?: CacheSaving;
}
/** How an existing environment is found. */
export interface LoadOptions extends CommonOptions {
    /** Workdir, or a directory at or below the one that holds `.lago`; the current directory by default. */
    readonly workdir?: string;
    /** Prefix in it; `current` by default. */
    readonly prefixName?: string;
    /** Path of the prefix itself, in place of the two. */
    readonly prefix?: string;
}
/** How an environment is started. */
export interface StartOptions {
    /** Names of VMs; all by default. */
    readonly vms?: readonly string[];
    /** Waits until SSH answers; true by default. */
    readonly wait?: boolean;
    readonly acceleration?: AccelerationChoice;
    /** Seconds that each VM gets until SSH answers; by default its `boot_time_sec` (600), times 4 under emulation. */
    readonly sshTimeout?: number;
    /** Seconds for the whole start; no limit of its own by default. */
    readonly timeout?: number;
    /** Leaves machines as they are when the start fails, for a post-mortem, instead of stopping what it had started. */
    readonly keepOnFailure?: boolean;
    readonly signal?: AbortSignal;
}
/** How machines are shut down. */
export interface ShutdownOptions {
    /** Seconds that the guests get; 300 by default. */
    readonly timeout?: number;
    readonly signal?: AbortSignal;
}
/** How machines are rebooted. */
export interface RebootOptions {
    /** Whether to wait until SSH answers again; true by default. */
    readonly wait?: boolean;
    /** Seconds that each machine gets until it answers; by default those that it gets for a start. */
    readonly timeout?: number;
    readonly signal?: AbortSignal;
}
/** How deploy scripts are run. */
export interface DeployOptions {
    /** Names of VMs; all by default. */
    readonly vms?: readonly string[];
    readonly signal?: AbortSignal;
}
/** A deploy script that was run. */
export interface DeployedScript {
    readonly vm: string;
    /** As the init file names it. */
    readonly script: string;
    /** Path of the file with all that it wrote. */
    readonly logFile: string;
}
/** How artifacts are collected. */
export interface CollectOptions {
    /** A path that a guest does not have, or that is cut, is passed over; true by default. */
    readonly ignoreMissing?: boolean;
    /** Takes serial logs, screenshots and lago.log too; false by default. */
    readonly diagnostics?: boolean;
    /** Most bytes taken from one VM; 2 GiB by default. */
    readonly maxBytes?: number;
    readonly signal?: AbortSignal;
}
/** What was collected from one VM. */
export interface VmCollection {
    readonly vm: string;
    /** Paths of which something came; not all of it, where `incomplete` has them too. */
    readonly collected: readonly string[];
    readonly missing: readonly string[];
    /** Paths that could not be had, or not as a whole, and why: there was more than `maxBytes`, the connection broke. */
    readonly incomplete?: readonly {
        readonly path: string;
        readonly reason: string;
    }[];
    /** Why nothing could be read from the guest. */
    readonly error?: string;
}
/** How a snapshot is taken. */
export interface SnapshotOptions {
    /** Names of VMs; all by default. */
    readonly vms?: readonly string[];
    /** Replaces a snapshot of the same name; the old one goes when the new one is complete. */
    readonly force?: boolean;
    readonly signal?: AbortSignal;
}
/** How a snapshot is reverted to. */
export interface RevertOptions {
    /** Names of VMs; all that the snapshot has by default. */
    readonly vms?: readonly string[];
    /** Waits until SSH answers on machines that run again; true by default. */
    readonly wait?: boolean;
    /** Seconds that each VM gets until SSH answers; as for `start` by default. */
    readonly sshTimeout?: number;
    readonly signal?: AbortSignal;
}
/** How machines are exported. */
export interface ExportOptions {
    /** Names of VMs; all by default. Those with `skip-export` are left out in any case. */
    readonly vms?: readonly string[];
    /** Merges templates into the images, so that they need no repository; false by default. */
    readonly standalone?: boolean;
    /** Where the files go; the process's directory by default. It is made when it is missing. */
    readonly directory?: string;
    /** Compresses the images, with all cores; false by default. */
    readonly compress?: false | 'xz' | 'zstd';
    /** Name of the init file in that directory; `LagoInitFile` by default. */
    readonly initFileName?: string;
    /** Format of the init file; `yaml` by default. */
    readonly format?: 'yaml' | 'json';
    /** Writes nothing, and only tells which images there are to export; false by default. */
    readonly collectOnly?: boolean;
    /** Several disks at once; true by default. */
    readonly parallel?: boolean;
    readonly signal?: AbortSignal;
}
/** What was exported. */
export interface ExportReport {
    /** Absolute paths by VM: the exported files; with `collectOnly` the images of the environment. */
    readonly vms: Readonly<Record<string, readonly string[]>>;
    /** Absolute path of the init file; none with `collectOnly`. */
    readonly initFile?: string;
}
