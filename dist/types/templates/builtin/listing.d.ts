import { type DatedLayout } from './layout.ts';
/** Names of the files and directories that a web server's listing of a directory links to, without slashes at their ends. */
export declare function namesIn(html: string): readonly string[];
/** Versions in a listing, newest first. */
export declare function versionsIn(html: string, { listed }: DatedLayout): readonly string[];
/** Orders versions by their numbers: `9.9-...` before `9.10-...`, `20260712` before `20260712.1`. */
export declare function compareVersions(a: string, b: string): number;
