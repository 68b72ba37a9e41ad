/**
 * The same file on a mirror that has a directory per host: of `https://cloud.debian.org/images/x`, the mirror
 * `https://mirror.example/images` has it at `https://mirror.example/images/cloud.debian.org/images/x`.
 *
 * @throws {UserError} `URL_INVALID` for a mirror that is not an HTTPS address: checksums come from there, too.
 */
export declare function throughMirror(url: string, mirror: string | undefined): string;
