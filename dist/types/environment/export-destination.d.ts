/**
 * Checks that an export can go to a directory: outside of what goes away with the environment, and without replacing
 * anything.
 *
 * @param names files that the export will have there.
 * @param forbidden directories that are no place for it.
 * @returns the directory without symlinks.
 * @throws {UserError} `EXPORT_DESTINATION_INVALID`; {@link StateError} `EXPORT_FILES_EXIST`.
 */
export declare function checkDestination(directory: string, names: readonly string[], forbidden: readonly string[]): Promise<string>;
/** Checks the name of the init file that is to be written. @throws {UserError} `EXPORT_DESTINATION_INVALID` */
export declare function checkFileName(name: string): string;
