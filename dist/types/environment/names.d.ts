import type { InitFile, ReportProblem } from '../initfile/types.ts';
/** Whether a text can be the name of a user in a guest. */
export declare function isUserName(text: string): boolean;
/** Reports names that the parser let pass but that cannot be what they become: DNS names, user names. */
export declare function checkNames(initFile: InitFile, report: ReportProblem): void;
