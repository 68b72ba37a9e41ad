import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { buildSeed } from '../../disks/provision/seed.ts';
import { generateOpenSshKey, type OpenSshKeyPair } from '../../guest/openssh-key.ts';
import type { ImageContext } from '../../host/qemu-img.ts';
import type { DiskPlan, DomainPlan } from '../../providers/plan.ts';
import { credentialStrings } from '../provisioning.ts';
import { BUILD_MAC } from './machine.ts';

/** Ways into a guest that change nothing on its disk beforehand. */
export const WAYS_IN = ['smbios', 'cloud-init'] as const;
export type WayIn = (typeof WAYS_IN)[number];

/** How the machine that builds on a disk can be entered, as the metadata of its template says. */
export function wayInto({ metadata }: Pick<DiskPlan, 'metadata'>): WayIn | undefined {
  return WAYS_IN.find((way) => way === metadata.provision);
}

/** What lets us into one boot. */
export interface Access {
  readonly key: OpenSshKeyPair;
  readonly oemStrings: readonly string[];
  /** Absolute path of a NoCloud seed. */
  readonly seed?: string;
}

/** Comment of our key, by which it is found again. */
export const KEY_COMMENT = 'lago-build';

/** Makes a key for one boot, and what hands it to the guest. */
export async function makeAccess(
  way: WayIn,
  domain: DomainPlan,
  directory: string,
  context: ImageContext,
): Promise<Access> {
  const key = generateOpenSshKey(KEY_COMMENT);
  if (way === 'smbios') return { key, oemStrings: credentialStrings(key.publicKey, 'root', []) };
  const seed = join(directory, 'seed.iso');
  await buildSeed({ file: seed, domain: anonymous(domain), publicKey: key.publicKey, ...context });
  return { key, oemStrings: [], seed };
}

/** The domain without what is its own, so that nothing of it gets into a layer that others use. */
function anonymous(domain: DomainPlan): DomainPlan {
  const { sshPassword: _ssh, rootPassword: _root, ...rest } = domain;
  const [net = ''] = [domain.managementNet];
  return {
    ...rest,
    uuid: randomUUID(),
    name: 'localhost',
    fqdn: 'localhost',
    sshUser: 'root',
    nics: [{ index: 0, net, libvirtNet: net, mac: BUILD_MAC }],
    cloudInit: { userData: { preserve_hostname: true } },
  };
}
