/** The lines in which two texts differ, in order: `-` before what only the old one has, `+` before what only the new one has. */
export declare function diffLines(old: string, wanted: string): readonly string[];
