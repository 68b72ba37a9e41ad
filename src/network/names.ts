import { createHash } from 'node:crypto';

/** Longest name of a network interface in Linux, and so of the bridges that bear them. */
const MAX_INTERFACE_NAME = 15;
/** Digits of the environment's uuid in front of a name that must stay short. */
const SHORT_UUID = 4;
const HASH_DIGITS = 10;

/** Libvirt name of a network, as in Lago: `<first 4 of uuid>-<name>`, with a hash for a name that is too long. */
export function libvirtNetName(uuid: string, net: string): string {
  const prefix = uuid.slice(0, SHORT_UUID);
  const fits = net.length <= MAX_INTERFACE_NAME - prefix.length - 1;
  return `${prefix}-${fits ? net : digest('sha1', net)}`;
}

/**
 * Linux bridge of a network. The whole uuid goes into the hash: unlike Lago's cut-off names, neither two networks of one
 * environment nor two environments with the same first digits can meet.
 */
export function bridgeName(uuid: string, net: string): string {
  return `${uuid.slice(0, SHORT_UUID)}-${digest('sha256', `${uuid}/${net}`)}`;
}

function digest(algorithm: 'sha1' | 'sha256', text: string): string {
  return createHash(algorithm).update(text).digest('hex').slice(0, HASH_DIGITS);
}
