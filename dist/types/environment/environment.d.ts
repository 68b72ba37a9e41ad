import type { EnvironmentPlan, HostFacts } from '../providers/plan.ts';
import { Net } from './network.ts';
import type { AccelerationChoice, CollectOptions, StartOptions, VmCollection } from './options.ts';
import type { PrefixPaths } from './prefix.ts';
import { type EnvironmentStatus } from './status.ts';
import { Vm } from './vm.ts';
/** What `init` found out about the host, for a `start` that follows at once. */
export interface FreshFacts {
    readonly choice: AccelerationChoice;
    readonly host: HostFacts;
}
/** An environment on disk: its machines and networks, and what can be done with them. Made by `init` or `loadEnv`. */
export declare class Environment {
    #private;
    /** 32 hex digits. */
    readonly uuid: string;
    /** Absolute path of the prefix directory. */
    readonly prefix: string;
    readonly paths: PrefixPaths;
    /** Everything that was decided about this environment. */
    get plan(): EnvironmentPlan;
    /** Machines by name, in the order of the init file. */
    getVms(): ReadonlyMap<string, Vm>;
    /** One machine. @throws {StateError} `VM_UNKNOWN`, listing those there are. */
    vm(name: string): Vm;
    /** Networks by name, in the order of the init file. */
    getNets(): ReadonlyMap<string, Net>;
    /**
     * Starts networks, then all machines at once, and waits until SSH answers on each. What runs already is left alone.
     *
     * @throws {HostError} `KVM_UNUSABLE`, `IMAGE_UNREACHABLE`, ...; {@link GuestError} `SSH_TIMEOUT`, `GUEST_DIED`.
     * Unless `keepOnFailure`, what this call started is stopped again.
     */
    start(options?: StartOptions): Promise<void>;
    /** Cuts the power of the named machines (all by default), then stops networks that no running machine uses. */
    stop(vms?: readonly string[]): Promise<void>;
    /** Removes the environment with everything it has: machines, networks, leases, images, directory. Safe to repeat. */
    destroy(): Promise<void>;
    /** Closes connections to guests; machines keep running. */
    close(): Promise<void>;
    /** Closes connections, as `await using` does at the end of its scope. */
    [Symbol.asyncDispose](): Promise<void>;
    /** State of machines and networks, in the shape that Lago prints. */
    status(): Promise<EnvironmentStatus>;
    /**
     * Ansible inventory in INI form.
     *
     * @param keys key paths of the spec that make groups, as `ansible_hosts --keys`.
     * @param groupNames `both` (default) has Lago's names (`vm-type=default`), about which Ansible warns, and valid ones.
     */
    ansibleInventory(keys?: readonly string[], groupNames?: 'lago' | 'valid' | 'both'): string;
    /** Ansible inventory in YAML form. */
    ansibleInventoryYaml(keys?: readonly string[]): string;
    /** Configuration for `ssh -F`: one host per machine. */
    sshConfig(): string;
    /**
     * Collects the artifacts that the init file lists from every machine into `<directory>/<vm>/`, running or not; an
     * existing directory is moved aside. A guest that cannot be read does not stop the others.
     */
    collectArtifacts(directory: string, options?: CollectOptions): Promise<VmCollection[]>;
}
