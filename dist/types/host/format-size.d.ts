/** Writes a number of bytes for people: `1.1 MiB`, `20 GiB`, `512 bytes`; with tenths below ten. */
export declare function formatSize(bytes: number): string;
