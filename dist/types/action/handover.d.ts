import type { Environment, Logger, PortForward, Vm } from '../index.ts';
/** What later steps get. */
export interface Handover {
    readonly cacheHit: boolean;
    readonly workdir: string;
    /** Ports of the host that lead to machines. */
    readonly ports: readonly PortForward[];
}
/** Writes the inventories and the SSH configuration into the prefix, and sets outputs and variables for later steps. */
export declare function handOver(env: Environment, { cacheHit, workdir, ports }: Handover): void;
/** A machine as the output `vms` has it. */
export interface VmDescription {
    readonly name: string;
    readonly fqdn: string;
    /** Address on the management network; unknown on a bridge until the machine was reached. */
    readonly ip?: string;
    readonly ips: readonly string[];
    readonly nics: readonly {
        readonly net: string;
        readonly ip?: string;
        readonly mac: string;
    }[];
    readonly groups: readonly string[];
    /** Ports of the host that lead to it; only where there are any. */
    readonly ports?: readonly Omit<PortForward, 'vm'>[];
    readonly distro?: string;
}
/** Describes a machine for programs. */
export declare function describeVm(vm: Vm, forwards?: readonly PortForward[]): VmDescription;
/** Has the runner, and our own log, replace the environment's secrets in everything that is shown from now on. */
export declare function maskSecrets(env: Environment, log: Logger): Promise<void>;
