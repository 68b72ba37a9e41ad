import { type Schema } from './json-schema-parts.ts';
/**
 * JSON Schema of init files, made from the schemas that parsing uses. It accepts what `lago validate --strict` accepts,
 * as far as a schema can tell, after aliases and merge keys are resolved.
 */
export declare function initFileSchema(): Schema;
