import { type CommandStatus } from '../guest/exec.ts';
import type { Service } from '../guest/services/service.ts';
import type { DomainState } from '../providers/provider.ts';
import { type ConsoleStreams } from './console.ts';
import { type ExtractedPath, type ExtractOptions, type ExtractRequest } from './extract.ts';
import { type WaitForSshOptions } from './guest-access.ts';
import type { CollectOptions, ExportOptions, ExportReport, RebootOptions, RevertOptions, ShutdownOptions, SnapshotOptions, StartOptions, VmCollection } from './options.ts';
import type { SnapshotInfo } from './snapshots/list.ts';
import { type CopyFromOptions, type CopyToOptions } from './vm-copy.ts';
import { VmFacts } from './vm-facts.ts';
import { type ShellStreams, type SshOptions } from './vm-options.ts';
/** A machine of an environment. Methods that talk to the guest wait for its SSH server first where that is sensible. */
export declare class Vm extends VmFacts {
    #private;
    /** State of the machine: `running`, `down`, ... */
    state(): Promise<DomainState>;
    /** Whether the machine runs. */
    running(): Promise<boolean>;
    /** Starts this machine with the networks it uses, as `Environment.start`; errors as there. */
    start(options?: Omit<StartOptions, 'vms'>): Promise<void>;
    /** Cuts the power of this machine; networks stay up. */
    stop(): Promise<void>;
    /** Lets this machine power off by itself; networks stay up. @throws {StateError} `SHUTDOWN_TIMEOUT`. */
    shutdown(options?: ShutdownOptions): Promise<void>;
    /** Lets this machine reboot by itself, as `Environment.reboot`. @throws {GuestError} `REBOOT_TIMEOUT`. */
    reboot(options?: RebootOptions): Promise<void>;
    /** Takes a snapshot of this machine alone, as `Environment.snapshot`; errors as there. */
    createSnapshot(name: string, options?: Omit<SnapshotOptions, 'vms'>): Promise<SnapshotInfo>;
    /** Brings this machine alone back to a snapshot, as `Environment.revert`; errors as there. */
    revertSnapshot(name: string, options?: Omit<RevertOptions, 'vms'>): Promise<void>;
    /** Exports the disks of this machine alone, with an init file for it, as `Environment.exportVms`; errors as there. */
    exportDisks(options?: Omit<ExportOptions, 'vms'>): Promise<ExportReport>;
    /**
     * Takes a screenshot.
     *
     * @param directory for the PNG, `<vm>-screenshot.png`.
     * @returns its path.
     * @throws {StateError} `VM_NOT_RUNNING`; {@link GuestError} `SCREENSHOT_FAILED`.
     */
    screenshot(directory: string): Promise<string>;
    /**
     * Runs a command in the guest. An array is quoted word by word; a string goes to the login shell as it is.
     *
     * @throws {StateError} `VM_NOT_RUNNING`; {@link GuestError} `COMMAND_FAILED` (unless `check: false`), `SSH_TIMEOUT`, ...
     */
    ssh(command: string | readonly string[], options?: SshOptions): Promise<CommandStatus>;
    /** Runs a local script in the guest, by `bash -s` or `sh -s`; errors as {@link ssh}. */
    sshScript(path: string, options?: Omit<SshOptions, 'stdin'>): Promise<CommandStatus>;
    /** Attaches streams (a terminal, usually) to a shell or command in the guest; gives its exit code. */
    interactiveSsh(streams: ShellStreams, command?: string | readonly string[]): Promise<number>;
    /**
     * Attaches a terminal to the serial console, until its escape key is pressed; gives the exit code of what did that.
     * The console's log goes on meanwhile.
     *
     * @throws {StateError} `VM_NOT_RUNNING`, `OPERATION_UNSUPPORTED`; {@link UserError} `CONSOLE_NEEDS_TERMINAL`
     */
    interactiveConsole(streams: ConsoleStreams): Promise<number>;
    /**
     * Copies a local file or directory into the guest, as `scp -r` would.
     *
     * @throws {UserError} `LOCAL_PATH_MISSING`, `IS_DIRECTORY`; {@link GuestError} `COPY_FAILED`, ...; as {@link ssh}
     */
    copyTo(local: string, remote: string, options?: CopyToOptions): Promise<void>;
    /**
     * Copies a file or directory out of the guest, as `scp -r` would, never outside `local`.
     *
     * @returns whether it was copied: always true, unless `check: false`.
     * @throws {GuestError} `GUEST_PATH_MISSING`, `COPY_FAILED`, ... (unless `check: false`); {@link UserError} `IS_DIRECTORY`
     */
    copyFrom(remote: string, local: string, options?: CopyFromOptions): Promise<boolean>;
    /**
     * Takes files and directories from the machine: over SSH while it answers, else from its disks by libguestfs.
     *
     * @throws {GuestError} `GUEST_PATH_MISSING` (unless `ignoreMissing`), once the others are in place; `GUEST_DOWN`, ...
     */
    extractPaths(paths: readonly ExtractRequest[], options?: ExtractOptions): Promise<readonly ExtractedPath[]>;
    /** As {@link extractPaths}, from the disks in any case. @throws {ToolError} `GUESTFS_FAILED`, `GUESTFS_NO_ROOT` */
    extractPathsDead(paths: readonly ExtractRequest[], options?: ExtractOptions): Promise<readonly ExtractedPath[]>;
    /**
     * Collects the artifacts that the init file lists into a directory: `/var/log/x` becomes `_var_log_x`.
     *
     * @throws {GuestError} `ARTIFACTS_MISSING` when `ignoreMissing` is false and something was not there, or cut.
     */
    collectArtifacts(directory: string, options?: CollectOptions): Promise<VmCollection>;
    /**
     * A service of the guest. How services are run is found out when it is first needed, and remembered.
     *
     * @throws {UserError} `SERVICE_NAME_INVALID`; {@link GuestError} `SERVICES_UNSUPPORTED`; as {@link ssh}
     */
    service(name: string): Promise<Service>;
    /** The QEMU guest agent of the guest, as a service. @throws {GuestError} `GUEST_AGENT_MISSING`; as {@link service} */
    guestAgent(): Promise<Service>;
    /** Whether the guest has the QEMU guest agent. @throws as {@link ssh} */
    hasGuestAgent(): Promise<boolean>;
    /** Name of the CPU model: that of the init file, else that of the host, where it is known. */
    cpuModel(): Promise<string | undefined>;
    /** Vendor of the CPU (`Intel`, `AMD`, `generic`), where it is known. */
    cpuVendor(): Promise<string | undefined>;
    /**
     * Waits until a command runs by SSH.
     *
     * @param options `timeout` in seconds, 600 by default.
     * @throws {GuestError} `SSH_TIMEOUT`, `GUEST_DOWN`, `HOST_KEY_CHANGED`.
     */
    waitForSsh(options?: WaitForSshOptions): Promise<void>;
    /** Whether a command can be run by SSH right now; one attempt of a few seconds, or `tries` of them, 1 s apart. */
    sshReachable(options?: {
        readonly tries?: number;
        readonly signal?: AbortSignal;
    }): Promise<boolean>;
    /** Closes the connection; a later command opens it again. */
    close(): Promise<void>;
}
