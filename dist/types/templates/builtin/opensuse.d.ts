import type { System } from './layout.ts';
/**
 * openSUSE Leap: an image whose name never changes. Its major release alone names the newest minor one, which should be the only
 * one here.
 *
 * @param stem start of its name, which differs between releases
 */
export declare function leap(release: string, stem: string): System;
/** openSUSE Tumbleweed: only the newest snapshot is there, under its own name. aarch64 is a port in another place. */
export declare function tumbleweed(): System;
