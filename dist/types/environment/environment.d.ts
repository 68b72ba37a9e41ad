import { EnvironmentBase } from './environment-base.ts';
import type { PortForward } from './forwards.ts';
import { type InventoryFile } from './inventory-file.ts';
import type { CollectOptions, DeployedScript, DeployOptions, ExportOptions, ExportReport, RebootOptions, RevertOptions, ShutdownOptions, SnapshotOptions, StartOptions, VmCollection } from './options.ts';
import type { SnapshotInfo } from './snapshots/list.ts';
import { type EnvironmentStatus } from './status.ts';
/** An environment on disk: its machines and networks, and what can be done with them. Made by `init` or `loadEnv`. */
export declare class Environment extends EnvironmentBase {
    #private;
    /**
     * Starts networks, then all machines at once, and waits until SSH answers on each. What runs already is left alone.
     *
     * @throws {HostError} `KVM_UNUSABLE`, `IMAGE_UNREACHABLE`, ...; {@link GuestError} `SSH_TIMEOUT`, `GUEST_DIED`.
     * Unless `keepOnFailure`, what this call started is stopped again.
     */
    start(options?: StartOptions): Promise<void>;
    /** Cuts the power of the named machines (all by default), then stops networks that no running machine uses. */
    stop(vms?: readonly string[]): Promise<void>;
    /**
     * Lets the named machines (all by default) power off by themselves, by their power button or over SSH, then stops
     * networks that no running machine uses.
     *
     * @throws {StateError} `VM_UNKNOWN`; `SHUTDOWN_TIMEOUT` when one still runs after `timeout` seconds (300 by default).
     */
    shutdown(vms?: readonly string[], options?: ShutdownOptions): Promise<void>;
    /**
     * Lets the named machines (all by default) reboot by themselves, and waits until SSH answers again.
     *
     * @throws {StateError} `VM_UNKNOWN`; {@link GuestError} `REBOOT_TIMEOUT`.
     */
    reboot(vms?: readonly string[], options?: RebootOptions): Promise<void>;
    /**
     * Stops everything and takes away the mark of an initialised prefix, as Lago's `cleanup`: verbs no longer find the
     * environment, but `destroy` does. Its images, leases and keys stay.
     */
    cleanup(): Promise<void>;
    /**
     * Saves the named machines (all by default) as they are at one moment: memory and disks of those that run, which then go
     * on, and the disks of those that are down. Needs neither SSH nor an agent in the guests.
     *
     * @throws {StateError} `SNAPSHOT_EXISTS` (unless `force`), `VM_UNKNOWN`, `OPERATION_UNSUPPORTED`; {@link UserError}
     * `SNAPSHOT_NAME_INVALID`; {@link HostError} `DISK_FULL`; {@link ToolError} `SNAPSHOT_FAILED`. Nothing has changed then.
     */
    snapshot(name: string, options?: SnapshotOptions): Promise<SnapshotInfo>;
    /**
     * Brings machines back to a snapshot: those that ran then go on as they were, with the networks they use, and are waited
     * for; the others are down. Everything is checked before a machine is stopped. Other snapshots stay usable.
     *
     * @throws {StateError} `SNAPSHOT_UNKNOWN`, `SNAPSHOT_INCOMPLETE`; {@link ToolError} `RESTORE_FAILED`; {@link GuestError}
     * `SSH_TIMEOUT`.
     */
    revert(name: string, options?: RevertOptions): Promise<void>;
    /** All snapshots, oldest first. */
    snapshots(): Promise<SnapshotInfo[]>;
    /**
     * Removes a snapshot, of the named machines only if there are any. Others stay usable; images that no snapshot needs any
     * more are merged, while machines run too.
     *
     * @throws {StateError} `SNAPSHOT_UNKNOWN`.
     */
    deleteSnapshot(name: string, options?: Pick<SnapshotOptions, 'vms' | 'signal'>): Promise<void>;
    /** Removes the environment with everything it has: machines, networks, leases, images, directory. Safe to repeat. */
    destroy(): Promise<void>;
    /** Closes connections, as `await using` does at the end of its scope. */
    [Symbol.asyncDispose](): Promise<void>;
    /** State of machines and networks, in the shape that Lago prints. */
    status(): Promise<EnvironmentStatus>;
    /** Ports of the host that lead to machines now, as the init file's `ports` say; none while no machine runs. */
    ports(): Promise<readonly PortForward[]>;
    /**
     * Ansible inventory in INI form.
     *
     * @param keys key paths of the spec that make groups, as `ansible_hosts --keys`.
     * @param groupNames `both` (default) has Lago's names (`vm-type=default`), about which Ansible warns, and valid ones.
     */
    ansibleInventory(keys?: readonly string[], groupNames?: 'lago' | 'valid' | 'both'): string;
    /** Ansible inventory in YAML form. */
    ansibleInventoryYaml(keys?: readonly string[]): string;
    /** Ansible inventory in a file that goes at the end of its scope; arguments as for {@link ansibleInventory}. */
    ansibleInventoryTempFile(keys?: readonly string[], groupNames?: 'lago' | 'valid' | 'both'): Promise<InventoryFile>;
    /** What the prefix says about itself: the version of Lago whose layout it has (`lago_version`). */
    metadata(): Promise<Readonly<Record<string, unknown>>>;
    /** Configuration for `ssh -F`: one host per machine. */
    sshConfig(): string;
    /**
     * Collects the artifacts that the init file lists from every machine into `<directory>/<vm>/`, running or not; an
     * existing directory is moved aside. A guest that cannot be read does not stop the others.
     */
    collectArtifacts(directory: string, options?: CollectOptions): Promise<VmCollection[]>;
    /**
     * Exports stopped machines: their disks, and an init file that makes the environment anew from them. Nothing is
     * replaced, and what fails or is cancelled leaves nothing.
     *
     * @throws {StateError} `VM_UNKNOWN`, `VM_RUNNING`, `EXPORT_FILES_EXIST`; {@link UserError} `EXPORT_DESTINATION_INVALID`,
     * `EXPORT_EMPTY`; {@link HostError} `DISK_FULL`, `TOOL_MISSING`; {@link CancelledError}.
     */
    exportVms(options?: ExportOptions): Promise<ExportReport>;
    /**
     * Runs the deploy scripts of the named machines (all by default): machines at once, the scripts of each in order, with
     * `LAGO_VM`, `LAGO_IP` and more in their environment. What they write goes into files below `logs/deploy`.
     *
     * @returns the scripts that were run.
     * @throws {GuestError} `DEPLOY_FAILED` with the end of a failed script's output, when all machines are done;
     * {@link StateError} `VM_UNKNOWN`, `VM_NOT_RUNNING`.
     */
    deploy(options?: DeployOptions): Promise<DeployedScript[]>;
}
