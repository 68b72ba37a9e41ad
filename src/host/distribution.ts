import { readFileSync } from 'node:fs';

/** Families of distributions that name packages alike. */
export type Family = 'debian' | 'fedora' | 'arch';

/** Package of each program, by family. */
const PACKAGES: Readonly<Record<string, Readonly<Record<Family, string>>>> = {
  dnsmasq: { debian: 'dnsmasq-base', fedora: 'dnsmasq', arch: 'dnsmasq' },
  flock: { debian: 'util-linux', fedora: 'util-linux', arch: 'util-linux' },
  guestfish: { debian: 'libguestfs-tools', fedora: 'guestfish', arch: 'libguestfs' },
  ip: { debian: 'iproute2', fedora: 'iproute', arch: 'iproute2' },
  iptables: { debian: 'iptables', fedora: 'iptables-nft', arch: 'iptables-nft' },
  libvirtd: { debian: 'libvirt-daemon-system', fedora: 'libvirt-daemon-kvm', arch: 'libvirt' },
  'qemu-img': { debian: 'qemu-utils', fedora: 'qemu-img', arch: 'qemu-img' },
  'qemu-system-x86_64': { debian: 'qemu-system-x86', fedora: 'qemu-kvm', arch: 'qemu-base' },
  setfacl: { debian: 'acl', fedora: 'acl', arch: 'acl' },
  virsh: { debian: 'libvirt-clients', fedora: 'libvirt-client', arch: 'libvirt' },
  'virt-customize': { debian: 'libguestfs-tools', fedora: 'guestfs-tools', arch: 'guestfs-tools' },
  'virt-sysprep': { debian: 'libguestfs-tools', fedora: 'guestfs-tools', arch: 'guestfs-tools' },
  xorriso: { debian: 'xorriso', fedora: 'xorriso', arch: 'libisoburn' },
  xz: { debian: 'xz-utils', fedora: 'xz', arch: 'xz' },
  zstd: { debian: 'zstd', fedora: 'zstd', arch: 'zstd' },
};

const INSTALLERS: Readonly<Record<Family, string>> = {
  debian: 'sudo apt-get install',
  fedora: 'sudo dnf install',
  arch: 'sudo pacman -S',
};

/** Words of `ID` and `ID_LIKE` in os-release that tell the family. */
const FAMILIES: Readonly<Record<string, Family>> = {
  debian: 'debian',
  ubuntu: 'debian',
  fedora: 'fedora',
  rhel: 'fedora',
  centos: 'fedora',
  arch: 'arch',
};

/** Finds the family in the text of os-release; undefined for distributions that we know nothing about. */
export function familyOf(osRelease: string): Family | undefined {
  const value = (key: string) => new RegExp(`^${key}=["']?([^"'\\n]*)`, 'm').exec(osRelease)?.[1] ?? '';
  const words = `${value('ID')} ${value('ID_LIKE')}`.toLowerCase().split(/\s+/);
  return words.map((word) => FAMILIES[word]).find((family) => family !== undefined);
}

/** Family of the distribution that runs here. */
export function detectFamily(file = '/etc/os-release'): Family | undefined {
  try {
    return familyOf(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Packages of a family for all programs that we know, or those chosen; each once, in order. */
export function packagesFor(family: Family, chosen: (program: string) => boolean = () => true): readonly string[] {
  const programs = Object.entries(PACKAGES).filter(([program]) => chosen(program));
  return [...new Set(programs.map(([, names]) => names[family]))].sort();
}

/** One sentence that says how to install programs. */
export function installAdvice(programs: readonly string[], family: Family | undefined): string {
  if (family === undefined) return `Install ${programs.join(' and ')} with the package manager of this system.`;
  const packages = new Set(programs.map((program) => PACKAGES[program]?.[family] ?? program));
  return `Run \`${INSTALLERS[family]} ${[...packages].join(' ')}\`.`;
}
