import { OPENSUSE_KEYS } from './keys.ts';
import type { SignatureLayout, System } from './layout.ts';

const SIGNATURE: SignatureLayout = { kind: '.asc', optional: true, keys: OPENSUSE_KEYS };

/**
 * openSUSE Leap: an image whose name never changes. Its major release alone names the newest minor one, which should be the only
 * one here.
 *
 * @param stem start of its name, which differs between releases
 */
export function leap(release: string, stem: string): System {
  const directory = `https://download.opensuse.org/distribution/leap/${release}/appliances/`;
  const plain = release.replace('.', '');
  const [major] = release.split('.');
  return {
    name: `opensuse-leap${release}`,
    title: `openSUSE Leap ${release}`,
    aliases: [
      `opensuse-leap-${release}`,
      `opensuse${release}`,
      `opensuse-${release}`,
      `leap${release}`,
      `leap-${release}`,
      `leap${plain}`,
      `opensuse-leap${major}`,
      `opensuse-leap-${major}`,
      `leap${major}`,
      `leap-${major}`,
    ],
    distributor: 'openSUSE',
    layout: (arch) => ({
      kind: 'undated',
      directory,
      image: `${stem}-Minimal-VM.${arch}-Cloud.qcow2`,
      builds: new RegExp(
        `^${stem.replaceAll('.', '\\.')}-Minimal-VM\\.${arch}-(?:\\d[\\d.]*-)?Cloud-Build\\d[\\d.]*\\.qcow2$`,
      ),
      sums: (image) => `${image}.sha256`,
      signature: SIGNATURE,
    }),
  };
}

/** openSUSE Tumbleweed: only the newest snapshot is there, under its own name. aarch64 is a port in another place. */
export function tumbleweed(): System {
  const directories = {
    x86_64: 'https://download.opensuse.org/tumbleweed/appliances/',
    aarch64: 'https://download.opensuse.org/ports/aarch64/tumbleweed/appliances/',
  };
  return {
    name: 'opensuse-tumbleweed',
    title: 'openSUSE Tumbleweed',
    aliases: ['tumbleweed'],
    distributor: 'openSUSE',
    layout: (arch) => {
      const directory = directories[arch];
      const stem = `openSUSE-Tumbleweed-Minimal-VM.${arch}`;
      return {
        kind: 'dated',
        places: [{ listing: directory, directory: () => directory }],
        listed: new RegExp(`^openSUSE-Tumbleweed-Minimal-VM\\.${arch}-(\\d[\\d.]*)-Cloud-Snapshot(\\d{8})\\.qcow2$`),
        version: /^\d[\d.]*-\d{8}$/,
        image: (version) => `${stem}-${version.replace('-', '-Cloud-Snapshot')}.qcow2`,
        sums: (image) => `${image}.sha256`,
        signature: SIGNATURE,
      };
    },
  };
}
