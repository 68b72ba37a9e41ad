import { almaKeys, rockyKeys } from './keys.ts';
import type { System } from './layout.ts';

/** Releases of the rebuilds of Red Hat's. */
type Release = 8 | 9 | 10;

/** CentOS Stream: all builds in one directory, a checksum file per image, no signatures. */
export function centosStream(release: 9 | 10): System {
  return {
    name: `centos-stream${release}`,
    title: `CentOS Stream ${release}`,
    aliases: [
      ...[`centos-stream-${release}`, `centosstream${release}`, `centosstream-${release}`],
      ...[`centos${release}`, `centos-${release}`, `centos${release}-stream`, `centos-${release}-stream`],
    ],
    distributor: 'CentOS',
    layout: (arch) => {
      const directory = `https://cloud.centos.org/centos/${release}-stream/${arch}/images/`;
      return {
        kind: 'dated',
        places: [{ listing: directory, directory: () => directory }],
        listed: new RegExp(`^CentOS-Stream-GenericCloud-${release}-(\\d{8}\\.\\d+)\\.${arch}\\.qcow2$`),
        version: /^\d{8}\.\d+$/,
        image: (version) => `CentOS-Stream-GenericCloud-${release}-${version}.${arch}.qcow2`,
        sums: (image) => `${image}.SHA256SUM`,
      };
    },
  };
}

/** AlmaLinux: the newest minor release's builds in one directory, one checksum file for all. */
export function almaLinux(release: Release): System {
  return {
    name: `alma${release}`,
    title: `AlmaLinux ${release}`,
    aliases: [`alma-${release}`, `almalinux${release}`, `almalinux-${release}`, `alma-linux-${release}`],
    distributor: 'AlmaLinux',
    layout: (arch) => {
      const directory = `https://repo.almalinux.org/almalinux/${release}/cloud/${arch}/images/`;
      return {
        kind: 'dated',
        places: [{ listing: directory, directory: () => directory }],
        listed: new RegExp(
          `^AlmaLinux-${release}-GenericCloud-(${release}\\.\\d+-\\d{8}(?:\\.\\d+)?)\\.${arch}\\.qcow2$`,
        ),
        version: /^\d+\.\d+-\d{8}(?:\.\d+)?$/,
        image: (version) => `AlmaLinux-${release}-GenericCloud-${version}.${arch}.qcow2`,
        sums: () => 'CHECKSUM',
        signature: { kind: '.asc', keys: almaKeys(release) },
      };
    },
  };
}

/** Rocky Linux: like AlmaLinux, but with a checksum file per image. */
export function rockyLinux(release: Release): System {
  return {
    name: `rocky${release}`,
    title: `Rocky Linux ${release}`,
    aliases: [`rocky-${release}`, `rockylinux${release}`, `rockylinux-${release}`, `rocky-linux-${release}`],
    distributor: 'Rocky Linux',
    layout: (arch) => {
      const directory = `https://dl.rockylinux.org/pub/rocky/${release}/images/${arch}/`;
      return {
        kind: 'dated',
        places: [{ listing: directory, directory: () => directory }],
        listed: new RegExp(
          `^Rocky-${release}-GenericCloud-Base-(${release}\\.\\d+-\\d{8}(?:\\.\\d+)?)\\.${arch}\\.qcow2$`,
        ),
        version: /^\d+\.\d+-\d{8}(?:\.\d+)?$/,
        image: (version) => `Rocky-${release}-GenericCloud-Base-${version}.${arch}.qcow2`,
        sums: (image) => `${image}.CHECKSUM`,
        signature: { kind: '.asc', optional: true, keys: rockyKeys(release) },
      };
    },
  };
}
