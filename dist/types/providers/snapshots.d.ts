import type { DomainPlan, EnvironmentPlan } from './plan.ts';
import type { ProviderContext } from './provider.ts';
/** Where a running machine is saved to. */
export interface SaveTarget {
    /** Absolute path of the file that gets memory and device state; it must not exist. */
    readonly memory: string;
    /** Disks with the images in which they go on: made already, over the present ones. Other disks are left alone. */
    readonly disks: readonly {
        readonly dev: string;
        readonly overlay: string;
    }[];
}
/** What a provider does for snapshots of machines that run. Which image is over which is the caller's affair. */
export interface SnapshotOperations {
    /** Halts the processors of a guest; fine when they are halted. */
    suspend(domain: DomainPlan, context: ProviderContext): Promise<void>;
    /** Lets a halted guest go on; fine when it runs. @returns false when the machine is down. */
    resume(domain: DomainPlan, context: ProviderContext): Promise<boolean>;
    /**
     * Writes memory and device state of a halted guest to a file and moves its disks on, in one step. The guest stays halted.
     *
     * @throws {HostError} `DISK_FULL`; {@link ToolError} `SNAPSHOT_FAILED`; {@link CancelledError}. Nothing has changed then.
     */
    save(domain: DomainPlan, target: SaveTarget, plan: EnvironmentPlan, context: ProviderContext): Promise<void>;
    /** Why {@link restore} could not use a file that {@link save} wrote, or undefined when it should work. */
    memoryProblem(file: string, context: ProviderContext): Promise<string | undefined>;
    /**
     * Brings a machine that is down back as it was saved, halted, on the disks that `domain` says.
     *
     * @throws {ToolError} `RESTORE_FAILED`; the machine is down then.
     */
    restore(domain: DomainPlan, memory: string, plan: EnvironmentPlan, context: ProviderContext): Promise<void>;
    /** Images that each disk of a machine has open, topmost first, by device name; undefined when it is down. */
    images(domain: DomainPlan, context: ProviderContext): Promise<ReadonlyMap<string, readonly string[]> | undefined>;
    /** Writes what an image below the topmost one holds into the image under it, `base`, while the machine runs. */
    commit(domain: DomainPlan, disk: {
        readonly dev: string;
        readonly top: string;
        readonly base: string;
    }, context: ProviderContext): Promise<void>;
    /** Copies what lies between the topmost image of a disk and `base` into the topmost one, while the machine runs. */
    pull(domain: DomainPlan, disk: {
        readonly dev: string;
        readonly base: string;
    }, context: ProviderContext): Promise<void>;
    /** Tells a guest's agent the time. @returns whether there was an agent that took it. */
    setClock(domain: DomainPlan, context: ProviderContext): Promise<boolean>;
    /** Waits for calls of a process that was killed, and ends work on these machines that nobody waits for any more. */
    settle(domains: readonly DomainPlan[], plan: EnvironmentPlan, context: ProviderContext): Promise<void>;
}
