import { StateError, ToolError, UserError } from '../host/errors.ts';
import { type TemplateHash, type TemplateName } from './types.ts';
/** No such template in the repositories: `TEMPLATE_UNKNOWN`. */
export declare function unknownTemplate(name: string, known: readonly string[], places: readonly string[]): UserError;
/** The template has no such version: `TEMPLATE_VERSION_UNKNOWN`. @param known maybe not all, where there is a hint */
export declare function unknownVersion(name: string, version: string, known: readonly string[], hint?: string): UserError;
/** The repository cannot be had, and there is no copy of it here: `REPOSITORY_UNREACHABLE`. */
export declare function unreachable(place: string, cause: unknown): ToolError;
/** What came is not what the repository says: `TEMPLATE_HASH_MISMATCH`. */
export declare function hashMismatch(name: TemplateName, from: string, wanted: TemplateHash, found: string): ToolError;
/** The image in the store is not what was verified, and cannot be exchanged: `TEMPLATE_ALTERED`. */
export declare function altered(name: TemplateName, image: string, reason: string, users: readonly string[]): StateError;
/** The store has other content than a lock file pins, and it cannot be exchanged: `TEMPLATE_NOT_PINNED`. */
export declare function notPinned(name: TemplateName, users: readonly string[]): StateError;
/** Whether an error only says that something could not be reached, so that a copy may serve. */
export declare function isOutage(error: unknown): boolean;
