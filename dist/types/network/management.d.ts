import type { DomainSpec, NetSpec, ReportProblem } from '../initfile/types.ts';
/** DNS domain of a management network that names none. */
export declare const DEFAULT_DNS_DOMAIN = "lago.local";
/** Names of the management networks, sorted: those marked `management: true`, else the alphabetically first of all. */
export declare function chooseManagementNets(nets: ReadonlyMap<string, NetSpec>): readonly string[];
/**
 * The management network of each domain that touches exactly one (with one NIC or several). The others are reported, as
 * are NICs on networks that do not exist.
 */
export declare function chooseDomainManagement(domains: ReadonlyMap<string, DomainSpec>, nets: ReadonlyMap<string, NetSpec>, managementNets: readonly string[], report: ReportProblem): ReadonlyMap<string, string>;
