import { join } from 'node:path';
import { Builders } from '../../disks/layers/builders.ts';
import { guestfsBuilder } from '../../disks/provision/customize-builder.ts';
import { bootBuilder } from '../boot-builder/builder.ts';
import type { Services } from '../services.ts';

/** Everything that can be named in `build`. Serial logs of builds that failed go to `build-logs` of the state directory. */
export function buildersOf({ paths }: Pick<Services, 'paths'>): Builders {
  return new Builders([guestfsBuilder, bootBuilder(join(paths.stateDir, 'build-logs'))]);
}
