import type { HostCheck } from '../host/checks.ts';
import type { Services } from './services.ts';
/** Checks how many subnets are left for new networks. */
export declare function checkSubnets(services: Services): Promise<HostCheck[]>;
/** Looks for environments that nobody owns any more. */
export declare function checkEnvironments(services: Services): Promise<HostCheck[]>;
/**
 * Bridges of networks whose machines should get out through this host, whether they are up or not: those of environments,
 * and libvirt's default.
 */
export declare function natBridges({ paths: { environmentsDir } }: Services): Promise<string[]>;
