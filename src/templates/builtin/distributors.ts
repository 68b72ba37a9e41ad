import type { TemplateArchitecture } from '../repository-types.ts';
import { type FedoraRelease, fedoraKeys, UBUNTU_KEYS } from './keys.ts';
import type { Place, System } from './layout.ts';

/** What Debian and Ubuntu call the architectures. */
const DEBIAN_ARCH = { x86_64: 'amd64', aarch64: 'arm64' } as const;

/** Debian's images for clouds: a directory per build, `bookworm/20260712-2537/`. Its checksum files are not signed. */
export function debian(release: number, codename: string): System {
  const base = `https://cloud.debian.org/images/cloud/${codename}/`;
  return {
    name: `debian${release}`,
    title: `Debian ${release} (${codename})`,
    aliases: [`debian-${release}`, codename, `debian-${codename}`],
    distributor: 'Debian',
    layout: (arch) => ({
      kind: 'dated',
      places: [{ listing: base, directory: (version) => `${base}${version}/` }],
      listed: /^(\d{8}-\d+)$/,
      version: /^\d{8}-\d+$/,
      image: (version) => `debian-${release}-genericcloud-${DEBIAN_ARCH[arch]}-${version}.qcow2`,
      sums: () => 'SHA512SUMS',
    }),
  };
}

/** Ubuntu's released images: a directory per build, `noble/release-20260705/`; the names of the images never change. */
export function ubuntu(release: string, codename: string): System {
  const base = `https://cloud-images.ubuntu.com/releases/${codename}/`;
  const plain = release.replace('.', '');
  // There is one LTS in a year.
  const [year] = release.split('.');
  return {
    name: `ubuntu${release}`,
    title: `Ubuntu ${release} LTS (${codename})`,
    aliases: [
      ...[`ubuntu-${release}`, `ubuntu${plain}`, `ubuntu-${plain}`, `ubuntu${year}`, `ubuntu-${year}`],
      ...[codename, `ubuntu-${codename}`],
    ],
    distributor: 'Ubuntu',
    layout: (arch) => ({
      kind: 'dated',
      places: [{ listing: base, directory: (version) => `${base}release-${version}/` }],
      listed: /^release-(\d{8}(?:\.\d+)?)$/,
      version: /^\d{8}(?:\.\d+)?$/,
      image: () => `ubuntu-${release}-server-cloudimg-${DEBIAN_ARCH[arch]}.img`,
      sums: () => 'SHA256SUMS',
      signature: { kind: '.gpg', keys: UBUNTU_KEYS },
    }),
  };
}

/**
 * Fedora's generic images: one build per release, in the archive once the release has ended. From its own server:
 * download.fedoraproject.org sends people on to mirrors, some of which have no HTTPS.
 */
export function fedora(release: FedoraRelease): System {
  const at = (base: string, arch: TemplateArchitecture): Place => {
    const directory = `${base}/linux/releases/${release}/Cloud/${arch}/images/`;
    return { listing: directory, directory: () => directory };
  };
  return {
    name: `fedora${release}`,
    title: `Fedora ${release} Cloud`,
    aliases: [`fedora-${release}`, `fc${release}`, `f${release}`],
    distributor: 'Fedora',
    layout: (arch) => ({
      kind: 'dated',
      places: [
        at('https://dl.fedoraproject.org/pub/fedora', arch),
        at('https://archives.fedoraproject.org/pub/archive/fedora', arch),
      ],
      listed: new RegExp(`^Fedora-Cloud-Base-Generic-${release}-(\\d+\\.\\d+)\\.${arch}\\.qcow2$`),
      version: /^\d+\.\d+$/,
      image: (version) => `Fedora-Cloud-Base-Generic-${release}-${version}.${arch}.qcow2`,
      sums: (_, version) => `Fedora-Cloud-${release}-${version}-${arch}-CHECKSUM`,
      signature: { kind: 'clear', keys: fedoraKeys(release) },
    }),
  };
}

/** Alpine's images for NoCloud: a directory per branch, a checksum file per image. x86_64 has BIOS, aarch64 EFI. */
export function alpine(branch: string): System {
  const plain = branch.replace('.', '');
  const directory = `https://dl-cdn.alpinelinux.org/alpine/v${branch}/releases/cloud/`;
  return {
    name: `alpine${branch}`,
    title: `Alpine ${branch}`,
    aliases: [`alpine-${branch}`, `alpine${plain}`, `alpinelinux${branch}`, `alpinelinux-${branch}`],
    distributor: 'Alpine',
    layout: (arch) => {
      const kind = `${arch}-${arch === 'x86_64' ? 'bios' : 'uefi'}-cloudinit`;
      return {
        kind: 'dated',
        places: [{ listing: directory, directory: () => directory }],
        listed: new RegExp(`^nocloud_alpine-(\\d+\\.\\d+\\.\\d+)-${kind}-(r\\d+)\\.qcow2$`),
        version: /^\d+\.\d+\.\d+-r\d+$/,
        image: (version) => `nocloud_alpine-${version.replace('-', `-${kind}-`)}.qcow2`,
        sums: (image) => `${image}.sha512`,
      };
    },
  };
}
