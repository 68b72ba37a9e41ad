import type { DomainSpec, ReportProblem } from '../initfile/types.ts';
/** Reports ports of the host that two forwards want. */
export declare function checkPorts(domains: ReadonlyMap<string, DomainSpec>, report: ReportProblem): void;
