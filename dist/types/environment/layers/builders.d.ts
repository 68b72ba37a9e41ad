import { Builders } from '../../disks/layers/builders.ts';
import type { Services } from '../services.ts';
/** Everything that can be named in `build`. Serial logs of builds that failed go to `build-logs` of the state directory. */
export declare function buildersOf({ paths }: Pick<Services, 'paths'>): Builders;
