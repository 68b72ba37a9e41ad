import { type Lock } from '../../host/lock.ts';
import { type ImageFormat } from '../../host/qcow2.ts';
import { type ImageContext } from '../../host/qemu-img.ts';
import { type LayerRecord } from './record.ts';
/** A layer of the store. */
export interface StoredLayer {
    readonly record: LayerRecord;
    /** Absolute path of the image. */
    readonly file: string;
    /** Bytes that it takes on the disk. */
    readonly allocated: number;
    readonly lastUsed: Date;
}
/**
 * The host's layers, shared by all environments as backing files: `<store>/layers/<key>`, a qcow2 image over a template of
 * the store, with `<key>.record`. A layer is there when both are, and never changes then.
 */
export declare class LayerStore {
    #private;
    /** Absolute; made when the first layer comes. */
    readonly directory: string;
    /** @param storeDir the template store: absolute. */
    constructor(storeDir: string);
    /** Absolute path that a layer's image has, or will have. */
    path(key: string): string;
    /** Absolute path of a layer's record. */
    recordFile(key: string): string;
    /** Absolute path of a layer in the making: one at a time, under its lock. */
    temporary(key: string): string;
    /**
     * Name of an image of the template store in the header of a layer: relative, so that both can move together; from where the
     * layer really is, as QEMU goes up from there, when the directory of the layers is a symlink.
     */
    backingName(baseFile: string): string;
    /**
     * The record of a layer that is there and unchanged. One whose file has another time than it had (it was copied) is
     * verified by its digest.
     */
    get(key: string, context?: ImageContext): Promise<LayerRecord | undefined>;
    /** Whether a layer is there and unchanged. */
    has(key: string, context?: ImageContext): Promise<boolean>;
    /** Notes that a layer is used now. */
    touch(key: string): Promise<void>;
    /**
     * Takes the lock of a key: who builds, restores, removes or begins to use a layer has it. Others that want it wait, and
     * say for what.
     *
     * @throws {HostError} `LOCK_TIMEOUT` (after two hours, unless `timeoutMs` says otherwise); {@link CancelledError}.
     */
    lock(key: string, what: string, { signal, log, timeoutMs }?: ImageContext & {
        readonly timeoutMs?: number;
    }): Promise<Lock>;
    /**
     * Keeps a layer from being removed until what is returned is disposed of; notes that it is used.
     *
     * @param format that of the image that it is to lie on: the store may have fetched a raw one anew as qcow2.
     * @returns undefined when it is not there, or not as it was built.
     */
    hold(key: string, format: ImageFormat, context?: ImageContext): Promise<AsyncDisposable | undefined>;
    /** {@link hold} for a layer over the image at `baseFile`. */
    holdOver(key: string, baseFile: string, context?: ImageContext): Promise<AsyncDisposable | undefined>;
    /** {@link lock} around `body`. */
    withLock<T>(key: string, what: string, context: ImageContext, body: () => Promise<T>): Promise<T>;
    /**
     * Puts the image at {@link temporary} in place. The caller has the lock.
     *
     * @returns the record with what the file was found to be.
     */
    publish(record: Omit<LayerRecord, 'image' | 'version'>, context?: ImageContext): Promise<LayerRecord>;
    /**
     * Verifies an image that came back from a cache (at {@link temporary}, with the record that it had) and puts it in place.
     * The caller has the lock.
     *
     * @param baseFile absolute path of the template that it must lie on.
     * @returns why it is not used, or undefined when it is in the store. What is not used is removed.
     */
    accept(key: string, record: LayerRecord, baseFile: string, context: ImageContext): Promise<string | undefined>;
    /** Removes a layer and what a killed build of it left; fine when it is not there. The caller has the lock. */
    remove(key: string): Promise<void>;
    /** Removes what a killed build of a layer left. The caller has the lock. */
    sweep(key: string): Promise<void>;
    /** All layers, the one used last first. */
    list(): Promise<readonly StoredLayer[]>;
    /** Keys of images that have no record, or a broken one: nobody can use them any more. */
    orphans(): Promise<readonly string[]>;
    /** Keys of which something is there that is no layer: left by killed builds, or being built. */
    unfinished(): Promise<readonly string[]>;
    /** Whether this user cannot add layers. */
    isReadOnly(): boolean;
}
