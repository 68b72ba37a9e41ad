import type { InitFile, ReportProblem } from '../initfile/types.ts';
/** Reports names that the parser let pass but that cannot be what they become: DNS names, user names. */
export declare function checkNames(initFile: InitFile, report: ReportProblem): void;
