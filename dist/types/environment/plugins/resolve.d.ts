/**
 * File URL of the module that a plugin's name or path means.
 *
 * @param specifier name of a package, or a path (absolute, or starting with a dot) of a file or of a package's directory.
 * @param directory absolute; what relative paths refer to, and where packages are looked up from.
 * @throws when there is no such file or package.
 */
export declare function resolvePlugin(specifier: string, directory: string): string;
