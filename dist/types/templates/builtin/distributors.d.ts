import { type FedoraRelease } from './keys.ts';
import type { System } from './layout.ts';
/** Debian's images for clouds: a directory per build, `bookworm/20260712-2537/`. Its checksum files are not signed. */
export declare function debian(release: number, codename: string): System;
/** Ubuntu's released images: a directory per build, `noble/release-20260705/`; the names of the images never change. */
export declare function ubuntu(release: string, codename: string): System;
/**
 * Fedora's generic images: one build per release, in the archive once the release has ended. From its own server:
 * download.fedoraproject.org sends people on to mirrors, some of which have no HTTPS.
 */
export declare function fedora(release: FedoraRelease): System;
/** Alpine's images for NoCloud: a directory per branch, a checksum file per image. x86_64 has BIOS, aarch64 EFI. */
export declare function alpine(branch: string): System;
