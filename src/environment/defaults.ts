import { UserError } from '../host/errors.ts';
import { isUserName } from './names.ts';
import type { DomainDefaultOptions } from './options.ts';
import { DOMAIN_DEFAULTS, type DomainDefaults } from './plan-context.ts';

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
export function domainDefaults(options: DomainDefaultOptions = {}, known: KnownNames): DomainDefaults {
  checkKnown('VM provider', options.vmProvider, known.providers);
  checkKnown('VM type', options.vmType, known.vmTypes);
  if (options.sshUser !== undefined && !isUserName(options.sshUser)) throw invalid('SSH user', options.sshUser);
  return { ...DOMAIN_DEFAULTS, ...options };
}

function checkKnown(what: string, name: string | undefined, known: readonly string[]): void {
  if (name !== undefined && !known.includes(name)) throw invalid(what, name, `There are ${known.join(', ')}.`);
}

function invalid(what: string, name: string, hint?: string): UserError {
  return new UserError('DEFAULT_INVALID', `the default ${what} ${JSON.stringify(name)} cannot be used`, {
    ...(hint === undefined ? {} : { hint }),
  });
}
