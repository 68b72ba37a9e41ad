/** Families of distributions that name packages alike. */
export type Family = 'debian' | 'fedora' | 'arch';
/** Finds the family in the text of os-release; undefined for distributions that we know nothing about. */
export declare function familyOf(osRelease: string): Family | undefined;
/** Family of the distribution that runs here. */
export declare function detectFamily(file?: string): Family | undefined;
/** Packages of a family for all programs that we know, or those chosen; each once, in order. */
export declare function packagesFor(family: Family, chosen?: (program: string) => boolean): readonly string[];
/** One sentence that says how to install programs. */
export declare function installAdvice(programs: readonly string[], family: Family | undefined): string;
