import { type InitFile, InitFileError } from '../initfile/types.ts';
/**
 * Adds to the mistakes that parsing found those that planning finds in the rest of the file, so that people see all of
 * them at once. What may come from a mistake that is reported already is left out.
 *
 * @param plan plans a file without looking at anything else, and throws {@link InitFileError}.
 */
export declare function withPlanProblems(error: InitFileError, plan: (partial: InitFile) => unknown): InitFileError;
