import { type Subnet4 } from '../host/ipv4.ts';
import type { NetSpec } from '../initfile/types.ts';
import type { SubnetPool } from './types.ts';
/** Takes note of what is wrong with the request. */
type Wrong = (code: string, message: string, hint?: string) => undefined;
/** The subnet that a network asks for, by `subnet` or as the /24 of its `gw`. Mistakes go to `wrong`. */
export declare function requestedRange(net: NetSpec, pool: SubnetPool, wrong: Wrong): Subnet4 | undefined;
export {};
