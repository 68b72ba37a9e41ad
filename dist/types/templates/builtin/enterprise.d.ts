import type { System } from './layout.ts';
/** Releases of the rebuilds of Red Hat's. */
type Release = 8 | 9 | 10;
/** CentOS Stream: all builds in one directory, a checksum file per image, no signatures. */
export declare function centosStream(release: 9 | 10): System;
/** AlmaLinux: the newest minor release's builds in one directory, one checksum file for all. */
export declare function almaLinux(release: Release): System;
/** Rocky Linux: like AlmaLinux, but with a checksum file per image. */
export declare function rockyLinux(release: Release): System;
export {};
