import type { DomainDefaultOptions } from './options.ts';
import { type DomainDefaults } from './plan-context.ts';
/** Names that the defaults may choose from. */
export interface KnownNames {
    readonly providers: readonly string[];
    readonly vmTypes: readonly string[];
}
/**
 * What machines get that the init file leaves open.
 *
 * @throws {UserError} `DEFAULT_INVALID` for a name that does not exist, or that cannot be a user.
 */
export declare function domainDefaults(options: DomainDefaultOptions | undefined, known: KnownNames): DomainDefaults;
