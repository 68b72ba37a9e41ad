import type { NetSpec, ReportProblem } from '../initfile/types.ts';
/** Whether a text can be a DNS name: labels of at most 63 letters, digits, `-` and `_`, at most 253 characters in all. */
export declare function isDnsName(text: string): boolean;
/** Reports what is wrong with a network on its own, its gateway apart. */
export declare function checkNet(net: NetSpec, isManagement: boolean, netNames: readonly string[], report: ReportProblem): void;
/** Reports interfaces that two networks want. */
export declare function checkUplinks(nets: ReadonlyMap<string, NetSpec>, report: ReportProblem): void;
