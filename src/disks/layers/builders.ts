import { UserError } from '../../host/errors.ts';
import type { LayerBuilder, LayerStep } from './types.ts';

/** The builders that there are, by name. */
export class Builders {
  readonly #byName: ReadonlyMap<string, LayerBuilder>;

  constructor(builders: readonly LayerBuilder[]) {
    this.#byName = new Map(builders.flatMap((builder) => builder.names.map((name) => [name, builder])));
  }

  /** @throws {UserError} `BUILDER_UNKNOWN` */
  of({ builder }: Pick<LayerStep, 'builder'>): LayerBuilder {
    const found = this.#byName.get(builderName(builder));
    if (found) return found;
    throw new UserError('BUILDER_UNKNOWN', `there is no builder ${builder}`, {
      hint: `There are: ${[...this.#byName.keys()].join(', ')}.`,
    });
  }
}

/** The name of a builder as we write it; Lago takes `_` for `-`. */
export function builderName(name: string): string {
  return name.replaceAll('_', '-');
}

/** What messages call a step: `build entry 2 (LagoInitFile:14)`. */
export function stepName({ builder, entry, place }: LayerStep): string {
  if (entry === undefined) return `the step ${builder}`;
  return `build entry ${entry}${place === undefined ? '' : ` (${place})`}`;
}
