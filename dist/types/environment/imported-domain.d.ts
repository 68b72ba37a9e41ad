import type { ImportedOva } from '../disks/ova/import.ts';
import type { InitFile } from '../initfile/types.ts';
/** An init file whose domains out of OVAs have become domains with layers over the images in those. */
export declare function withImports(initFile: InitFile, imports: ReadonlyMap<string, ImportedOva>): InitFile;
