import type { ImageContext } from '../../host/qemu-img.ts';
import type { Acceleration, Architecture, DiskPlan, DomainPlan } from '../../providers/plan.ts';
/** A value that JSON can hold; what keys are made of. */
export type Json = string | number | boolean | null | readonly Json[] | {
    readonly [name: string]: Json;
};
/** One thing that is done to a disk: a `build` entry of the init file, or a preparation of ours. */
export interface LayerStep {
    /** Name of its builder, with dashes. */
    readonly builder: string;
    /** As the init file has them, variables expanded. */
    readonly options: Readonly<Record<string, unknown>>;
    /** Position among the `build` entries of the disk, from 1; none for what the init file does not say. */
    readonly entry?: number;
    /** Where the init file says it: `LagoInitFile:14`. */
    readonly place?: string;
}
/** The disk that a step is for, and what its paths mean. */
export interface StepContext extends ImageContext {
    readonly domain: DomainPlan;
    readonly disk: DiskPlan;
    /** Architecture of the guest. */
    readonly arch: Architecture;
    /** Absolute directory that relative paths in options refer to. */
    readonly cwd: string;
    /** Absolute directories in which files must lie that go into disks; `/` allows all. */
    readonly roots: readonly string[];
    /** Absolute path of the init file, which is no input of what it describes. */
    readonly initFile?: string;
    /**
     * What a file or a directory of the host holds, with its permission bits; each is read once. Links in a directory count by
     * where they lead; with `follow`, by what is there, for readers that follow them.
     */
    identityOf(path: string, follow?: boolean): Promise<Json>;
}
/** Where and how steps are carried out. */
export interface BuildRun extends StepContext {
    /**
     * Absolute path of the image that is written to: of a layer in the making, or the domain's own disk where there is no
     * layer. Nobody else has it open.
     */
    readonly file: string;
    readonly acceleration: Acceleration;
    /** Variables of the user: their own settings of a program win. */
    readonly env: Readonly<Record<string, string | undefined>>;
    /** The environment's public key, a line of `authorized_keys`, and a file that has it: for what is in no layer. */
    readonly publicKey: string;
    readonly publicKeyFile: string;
    /** Is told which step begins, as far as the builder knows; undefined when what is done now is for none of them. */
    reached?(step: LayerStep | undefined): void;
}
/** Something that carries out steps on a disk that no machine runs from. */
export interface LayerBuilder {
    /** Names under which steps ask for it, with dashes. Consecutive steps of one builder are run together. */
    readonly names: readonly string[];
    /** Part of the key: another number when the same step gives another result than before. */
    readonly version: number;
    /**
     * Looks at a step before anything runs, and at the files that it takes from the host.
     *
     * @throws {UserError} naming the VM and the entry.
     */
    check(step: LayerStep, context: StepContext): Promise<void>;
    /**
     * What a step is, for the key: two steps with the same identity give the same result on the same disk. Options whose
     * order has no meaning are sorted, files of the host are given by their content ({@link StepContext.identityOf}).
     */
    identity(step: LayerStep, context: StepContext): Promise<Json>;
    /** A line for people, without secrets; it is kept with the layer. */
    describe(step: LayerStep): string;
    /** Whether the result has a secret in it, so that the layer stays on this host; false by default. */
    isSecret?(step: LayerStep): boolean;
    /**
     * Whether a step can be in a layer at all; true by default. One that cannot, because it takes what no key can stand for or
     * registers the machine somewhere, is run on the domain's own disk, and so are all after it.
     */
    isShareable?(step: LayerStep): boolean;
    /**
     * Takes apart what can be shared and what is for one environment only (its key): that is run on the domain's own disk, at
     * the end. All of a step is shared by default.
     *
     * @param following steps that come after it and can be in a layer; none by default.
     */
    split?(step: LayerStep, following?: readonly LayerStep[]): {
        readonly shared?: LayerStep;
        readonly own?: LayerStep;
    };
    /**
     * Carries out steps in their order, in one start of whatever it takes. The image may be in any state afterwards when it
     * throws. `log` gets the output as debug lines, and a word at info from time to time.
     *
     * @throws {LagoError} naming the VM, the disk and the step, with the end of the output.
     */
    run(steps: readonly LayerStep[], run: BuildRun): Promise<void>;
}
/** The image that the first layer lies on. */
export interface LayerBase {
    /** For people: `<repository>:<template>:<version>`. */
    readonly id: string;
    /** Identity of its content: the same on every host. */
    readonly digest: string;
    /** Absolute path. */
    readonly file: string;
}
