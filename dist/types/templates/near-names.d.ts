/** Names that look like `name`, nearest first: `debain12` finds `debian12`, `el7.5-base` finds `el7.6-base-2`. */
export declare function nearNames(name: string, known: readonly string[]): readonly string[];
