/** Gives out names in the images directory, each once. */
export declare class ImageNames {
    #private;
    constructor(directory: string);
    /**
     * Absolute path `<directory>/<vm>_<disk>.<extension>`, Lago's name for an image. Where two meet (VM `a` with disk `b_c`
     * and VM `a_b` with disk `c`), the later gets a number.
     */
    claim(vm: string, disk: string, extension: string): string;
}
/** Whether an absolute path is one of the directories or below one; compared as text, after `..` is resolved. */
export declare function isInside(path: string, directories: readonly string[]): boolean;
