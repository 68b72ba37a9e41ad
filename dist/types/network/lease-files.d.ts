import { type Subnet4 } from '../host/ipv4.ts';
/**
 * Name of the file of a lease. Lago's own subnets have the names it gives them, `200.lease` to `255.lease`; it knows no
 * others, which are called `10.20.0.0_16.lease`.
 */
export declare function leaseFileName(subnet: Subnet4): string;
/** The subnet that a file of the lease directory is about; undefined for other files. */
export declare function subnetOfLeaseFile(name: string): Subnet4 | undefined;
