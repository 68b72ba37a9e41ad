import type { LayerStep } from '../../disks/layers/types.ts';
/** A `boot` item with its lists made and its defaults filled in. Paths are absolute. */
export interface BootItem {
    readonly copy: readonly {
        readonly from: string;
        readonly to: string;
    }[];
    readonly scripts: readonly string[];
    readonly run: readonly string[];
    readonly playbook: string | undefined;
    readonly inputs: readonly string[];
    readonly env: Readonly<Record<string, string>>;
    readonly user: string;
    readonly network: boolean;
    /** MiB; that of the domain when undefined. */
    readonly memory: number | undefined;
    readonly vcpus: number | undefined;
    /** Seconds. */
    readonly timeout: number;
}
/** Options of a step, which were checked when the init file was parsed. */
export declare function bootItem({ options }: LayerStep, cwd: string): BootItem;
/** What an item does, in a line without anything that could be secret. */
export declare function describeItem({ copy, scripts, run, playbook }: BootItem): string;
