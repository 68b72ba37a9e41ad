import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { HostCheck } from '../host/checks.ts';
import { freeBytes } from '../host/files.ts';
import { isWritableDirectory } from '../host/paths.ts';

/** What is looked at. */
export interface GuestfsHost {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Path of a program; undefined where there is none. */
  find(name: string): string | undefined;
  /** Directory in which `boot`, `lib`, `usr` and `var` are, for tests. */
  readonly root?: string;
  readonly isRoot?: boolean;
  /** Whether this user may read a file; asks the file system by default. */
  canRead?(file: string): boolean;
}

const NAME = 'libguestfs';
const GIB = 1024 ** 3;
/** Bytes of the appliance that libguestfs keeps, with room for what it makes while it works. */
const CACHE_SIZE = GIB;
/** Programs of ours that start the appliance. */
const PROGRAMS = ['virt-sysprep', 'virt-customize', 'virt-builder', 'guestfish'];
/** Where distributions keep the parts of the appliance. */
const APPLIANCES = [
  'usr/lib/x86_64-linux-gnu/guestfs',
  'usr/lib/aarch64-linux-gnu/guestfs',
  'usr/lib64/guestfs',
  'usr/lib/guestfs',
];
const EMULATORS = ['qemu-system-x86_64', 'qemu-system-aarch64', 'qemu-kvm', '/usr/libexec/qemu-kvm'];
/** Any of these gives the appliance an address, so that it can install packages. */
const DHCP_CLIENTS = ['dhclient', 'dhcpcd', 'udhcpc'];
const OTHER_WAYS = 'Templates with `provision: smbios` or `cloud-init`, and the builder `boot`, do not need it.';

/**
 * Checks what keeps the appliance of libguestfs from starting. It is only needed for templates with `provision: guestfs` and
 * for `virt-customize`, so everything is a warning. Without any program of it, nothing is checked.
 */
export async function checkGuestfs(host: GuestfsHost): Promise<HostCheck[]> {
  if (!PROGRAMS.some((name) => host.find(name) !== undefined)) return [];
  const hasOwnAppliance = (host.env.LIBGUESTFS_PATH ?? '') !== '';
  const troubles = [
    ...(hasOwnAppliance ? [] : [...checkKernel(host), ...checkAppliance(host)]),
    ...checkEmulator(host),
    ...(await checkCache(host)),
    ...checkBackend(host),
    ...checkNetwork(host),
  ];
  if (troubles.length > 0) return troubles;
  return [{ name: NAME, status: 'ok', detail: 'nothing is known to keep its appliance from starting' }];
}

/** Supermin takes the kernel from the host: Ubuntu lets only root read it, containers and clouds often have none. */
function checkKernel({ env, root = '/', canRead = isReadable }: GuestfsHost): HostCheck[] {
  const given = env.SUPERMIN_KERNEL ?? '';
  const kernels = given === '' ? kernelsOf(root) : [given];
  if (kernels.length === 0) {
    return [
      trouble('there is no kernel in /boot or /lib/modules for its appliance', {
        fix: 'Install one (`apt install linux-image-cloud-amd64`, `dnf install kernel-core`); it need not be the one that runs.',
      }),
    ];
  }
  if (!kernels.some((kernel) => canRead(kernel))) {
    return [
      trouble(`this user may not read the kernel ${kernels.join(', ')}, which its appliance boots`, {
        fix: `Run \`sudo chmod 0644 ${kernels.join(' ')}\`; again after each update of the kernel. ${OTHER_WAYS}`,
        repair: kernels.map((kernel) => ['chmod', '0644', kernel]),
      }),
    ];
  }
  const hasModules = (env.SUPERMIN_MODULES ?? '') !== '' || kernels.some((kernel) => modulesOf(kernel, root));
  if (hasModules) return [];
  return [
    trouble(`there are no modules for ${kernels.join(', ')} in /lib/modules`, {
      fix: 'Install the package of that kernel anew.',
    }),
  ];
}

function kernelsOf(root: string): string[] {
  const boot = join(root, 'boot');
  const own = namesIn(boot).filter((name) => /^(?:vmlinuz|vmlinux|Image)-/.test(name) && !name.includes('rescue'));
  const modules = join(root, 'lib/modules');
  const others = namesIn(modules).map((version) => join(modules, version, 'vmlinuz'));
  return [...own.map((name) => join(boot, name)), ...others.filter((file) => existsSync(file))];
}

function modulesOf(kernel: string, root: string): boolean {
  if (kernel.startsWith(join(root, 'lib/modules'))) return true;
  const version = /(?:vmlinuz|vmlinux|Image)-(?<version>[^/]+)$/.exec(kernel)?.groups?.version;
  return version !== undefined && existsSync(join(root, 'lib/modules', version));
}

function checkAppliance({ root = '/', find }: GuestfsHost): HostCheck[] {
  const parts = APPLIANCES.map((directory) => join(root, directory, 'supermin.d')).find((place) => existsSync(place));
  if (parts !== undefined && find('supermin') !== undefined) return [];
  const missing =
    parts === undefined ? 'the parts of its appliance (supermin.d) are missing' : 'supermin is not installed';
  return [
    trouble(missing, {
      fix: 'Install libguestfs anew (`libguestfs-tools` on Debian and Ubuntu, `guestfs-tools` on Fedora).',
    }),
  ];
}

function checkEmulator({ env, find }: GuestfsHost): HostCheck[] {
  const wanted = env.LIBGUESTFS_HV ?? env.LIBGUESTFS_QEMU ?? '';
  if (wanted !== '' ? find(wanted) !== undefined : EMULATORS.some((name) => find(name) !== undefined)) return [];
  const detail =
    wanted === ''
      ? 'QEMU, which its appliance runs in, is not installed'
      : `LIBGUESTFS_HV names ${wanted}, which is no program`;
  return [
    trouble(detail, {
      fix: wanted === '' ? 'Install qemu-system-x86 (or qemu-kvm).' : 'Unset LIBGUESTFS_HV, or correct it.',
    }),
  ];
}

async function checkCache({ env, root = '/' }: GuestfsHost): Promise<HostCheck[]> {
  const given = [env.LIBGUESTFS_CACHEDIR, env.TMPDIR].find((value) => value !== undefined && value !== '');
  const directory = given ?? join(root, 'var/tmp');
  const fix = 'Set LIBGUESTFS_CACHEDIR to a directory that this user can write, with 1 GiB of room.';
  if (!isWritableDirectory(directory)) {
    return [trouble(`this user cannot write to ${directory}, where it keeps its appliance`, { fix })];
  }
  const free = await freeBytes(directory);
  if (free >= CACHE_SIZE) return [];
  return [
    trouble(`only ${(free / GIB).toFixed(1)} GiB are free at ${directory}, where it keeps its appliance`, { fix }),
  ];
}

/** Lago's users set these for Lago; they win over what we would choose. */
function checkBackend({ env }: GuestfsHost): HostCheck[] {
  const { LIBGUESTFS_BACKEND: backend = '', LIBGUESTFS_BACKEND_SETTINGS: settings = '' } = env;
  const findings: HostCheck[] = [];
  if (backend !== '' && backend !== 'direct') {
    const detail = `LIBGUESTFS_BACKEND is ${backend}: its appliance then depends on libvirt, and on what that may open`;
    findings.push(trouble(detail, { fix: 'Unset LIBGUESTFS_BACKEND: `direct` is what we use.' }));
  }
  if (settings !== '' && !settings.includes('force_tcg') && !isUsable('/dev/kvm')) {
    const detail = `LIBGUESTFS_BACKEND_SETTINGS is ${settings}, and KVM cannot be used`;
    findings.push(trouble(detail, { fix: 'Unset it, or add force_tcg: without KVM its appliance may hang.' }));
  }
  return findings;
}

/** What keeps `install` and `update` of `virt-customize` from reaching a network. */
function checkNetwork({ find, root = '/', isRoot = process.getuid?.() === 0 }: GuestfsHost): HostCheck[] {
  const findings: HostCheck[] = [];
  if (!DHCP_CLIENTS.some((name) => find(name) !== undefined)) {
    const detail = 'no DHCP client is installed that its appliance could use: `virt-customize` cannot install packages';
    findings.push(
      trouble(detail, { fix: 'Install dhcpcd-base or isc-dhcp-client (dhcpcd or dhcp-client on Fedora).' }),
    );
  }
  const confined = ['usr.bin.passt', 'passt'].some((name) => existsSync(join(root, 'etc/apparmor.d', name)));
  if (find('passt') !== undefined && (isRoot || confined)) {
    const why = isRoot ? 'called by root, it becomes another user that may not write there' : 'AppArmor confines it';
    const detail = `newer versions start passt for the network of their appliance, which fails on some hosts: ${why}`;
    findings.push(
      trouble(detail, {
        fix: 'If it says "passt exited with status 1": remove passt, or use `no-network` or the builder `boot`.',
      }),
    );
  }
  return findings;
}

function trouble(detail: string, more: Pick<HostCheck, 'fix' | 'repair'>): HostCheck {
  return { name: NAME, status: 'warning', detail, ...more };
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory).sort();
  } catch {
    return [];
  }
}

function isReadable(file: string): boolean {
  return isAllowed(file, constants.R_OK);
}

function isUsable(device: string): boolean {
  return isAllowed(device, constants.R_OK | constants.W_OK);
}

function isAllowed(file: string, mode: number): boolean {
  try {
    accessSync(file, mode);
    return true;
  } catch {
    return false;
  }
}
