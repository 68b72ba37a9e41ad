import { ToolError, UserError } from '../host/errors.ts';
import { type TemplateHash, type TemplateName } from './types.ts';
/** No such template in the repository: `TEMPLATE_UNKNOWN`. */
export declare function unknownTemplate(name: string, known: readonly string[], place: string): UserError;
/** The template has no such version: `TEMPLATE_VERSION_UNKNOWN`. */
export declare function unknownVersion(name: string, version: string, known: readonly string[]): UserError;
/** The repository cannot be had, and there is no copy of it here: `REPOSITORY_UNREACHABLE`. */
export declare function unreachable(place: string, cause: unknown): ToolError;
/** What came is not what the repository says: `TEMPLATE_HASH_MISMATCH`. */
export declare function hashMismatch(name: TemplateName, from: string, wanted: TemplateHash, found: string): ToolError;
/** Whether an error only says that something could not be reached, so that a copy may serve. */
export declare function isOutage(error: unknown): boolean;
