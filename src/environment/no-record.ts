import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StateError } from '../host/errors.ts';
import { prefixPaths } from './prefix.ts';

/**
 * Why nothing can be done with a prefix that has no owner record: `PREFIX_OF_LAGO` for one that Lago in Python made,
 * else `ENVIRONMENT_GONE`.
 */
export function noRecord({ prefix, uuid }: { readonly prefix: string; readonly uuid: string }, directory: string) {
  if (isLagoPrefix(prefix)) return lagoPrefix(prefix, uuid);
  return new StateError('ENVIRONMENT_GONE', `the environment at ${prefix} has no owner record in ${directory}`, {
    hint: 'It was made by another user or with another state directory: be that user, or name the directory with --state-dir. When the record is lost, remove the directory.',
  });
}

/** Lago keeps a key of another kind, and has no plan. One of its prefixes may be unfinished, too. */
function isLagoPrefix(prefix: string): boolean {
  const { plan, privateKey, virt } = prefixPaths(prefix);
  const isOurs = existsSync(plan) || existsSync(privateKey);
  return !isOurs && (existsSync(join(prefix, 'id_rsa')) || existsSync(join(virt, 'env')));
}

function lagoPrefix(prefix: string, uuid: string): StateError {
  const domains = `${uuid.slice(0, 8)}-*`;
  const nets = `${uuid.slice(0, 4)}-*`;
  return new StateError('PREFIX_OF_LAGO', `Lago in Python made ${prefix}: its machines are not taken over`, {
    hint: `End what still runs of it with \`virsh destroy\` (domains ${domains}) and \`virsh net-destroy\` (networks ${nets}), remove the directory, and run \`lago init\` with its init file.`,
  });
}
