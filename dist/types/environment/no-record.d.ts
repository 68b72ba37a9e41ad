import { StateError } from '../host/errors.ts';
/**
 * Why nothing can be done with a prefix that has no owner record: `PREFIX_OF_LAGO` for one that Lago in Python made,
 * else `ENVIRONMENT_GONE`.
 */
export declare function noRecord({ prefix, uuid }: {
    readonly prefix: string;
    readonly uuid: string;
}, directory: string): StateError;
