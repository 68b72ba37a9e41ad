import type { Backing } from '../host/qemu-img.ts';
/** What following an image's backing files needs. */
export interface ChainRules {
    /** Absolute directories in which all images must lie. */
    readonly roots: readonly string[];
    /** Brings a template into the store and gives its path, for images whose parent is named `<template>:<version>`. */
    fetchTemplate(template: string, version: string): Promise<string>;
}
/** One image of a chain; the one after it is its parent. */
export interface Layer extends Backing {
    /**
     * Whether its header does not say what we found: its parent is elsewhere, or of a format that it does not name. QEMU
     * would refuse it, or guess.
     */
    readonly isStale: boolean;
}
/** The image at the top of a chain. */
export interface Top extends Backing {
    /** Directory that relative names in it refer to; its own by default. */
    readonly directory?: string | undefined;
}
/**
 * Follows an image's backing files, without opening any by a tool, and checks that each lies in an allowed place: an
 * image in the workspace that names `/etc/shadow` as its backing file would show it to the guest. A parent that is missing
 * but named `<template>:<version>`, as in Lago's layered exports, is found in the template store, at any depth.
 *
 * @param what names the disk in messages.
 * @returns the images from `image` down to the one without a parent, by real paths.
 * @throws {UserError} `DISK_FILE_MISSING`, `DISK_PATH_NOT_ALLOWED`, `DISK_FORMAT_WRONG`, `DISK_CHAIN_INVALID`.
 */
export declare function readChain(image: Top, rules: ChainRules, what: string): Promise<readonly Layer[]>;
