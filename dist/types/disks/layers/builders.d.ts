import type { LayerBuilder, LayerStep } from './types.ts';
/** The builders that there are, by name. */
export declare class Builders {
    #private;
    constructor(builders: readonly LayerBuilder[]);
    /** @throws {UserError} `BUILDER_UNKNOWN` */
    of({ builder }: Pick<LayerStep, 'builder'>): LayerBuilder;
}
/** The name of a builder as we write it; Lago takes `_` for `-`. */
export declare function builderName(name: string): string;
/** What messages call a step: `build entry 2 (LagoInitFile:14)`. */
export declare function stepName({ builder, entry, place }: LayerStep): string;
