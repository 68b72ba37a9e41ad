import type { HostCheck } from '../host/checks.ts';
import type { Services } from './services.ts';
/** Checks how many subnets are left for new networks. */
export declare function checkSubnets(services: Services): Promise<HostCheck[]>;
/** Looks for environments that nobody owns any more. */
export declare function checkEnvironments(services: Services): Promise<HostCheck[]>;
