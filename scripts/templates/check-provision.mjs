// The three ways into a guest, each done with nothing but the tool that it is made for.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { NETWORKS } from './check-xml.mjs';

const networkConfig = {
  version: 2,
  ethernets: Object.fromEntries(
    NETWORKS.map(({ mac }, index) => [
      `eth${index}`,
      { match: { macaddress: mac }, 'set-name': `eth${index}`, dhcp4: true },
    ]),
  ),
};

async function seed(run, work, publicKey) {
  const [directory, image] = [join(work, 'seed'), join(work, 'seed.iso')];
  mkdirSync(directory, { recursive: true });
  const users = { users: [{ name: 'root', ssh_authorized_keys: [publicKey] }], disable_root: false };
  writeFileSync(join(directory, 'meta-data'), JSON.stringify({ 'instance-id': 'check', 'local-hostname': 'seeded' }));
  writeFileSync(join(directory, 'user-data'), `#cloud-config\n${JSON.stringify(users)}`);
  writeFileSync(join(directory, 'network-config'), JSON.stringify(networkConfig));
  await run('xorrisofs', '-quiet', '-V', 'CIDATA', '-J', '-r', '-o', image, directory);
  return image;
}

async function sysprep(run, work, disk) {
  // Works with and without KVM.
  Object.assign(process.env, { LIBGUESTFS_BACKEND: 'direct', LIBGUESTFS_BACKEND_SETTINGS: 'force_tcg' });
  const inject = `root:file:${join(work, 'key.pub')}`;
  await run('virt-sysprep', '-q', '-a', disk, '--hostname', 'prepared', '--ssh-inject', inject);
}

/**
 * Prepares one domain's way in.
 *
 * @returns {Promise<{ key?: Buffer, seed?: string }>} the key to put into SMBIOS, the seed disk to attach, or neither
 */
export async function provision(run, work, disk, way) {
  const key = readFileSync(join(work, 'key.pub'));
  if (way === 'smbios') return { key };
  if (way === 'cloud-init') return { seed: await seed(run, work, `${key}`.trim()) };
  await sysprep(run, work, disk);
  return {};
}
