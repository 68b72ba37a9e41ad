// The system packages that the testbed, the templates and the tests need.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { asRoot, hasPasswordlessSudo, isRoot, quote } from '../testbed/privilege.mjs';
import { quietly, step } from './progress.mjs';

/** Debian's name of each package, with Fedora's where it differs. */
const PACKAGES = {
  acl: 'acl',
  // Small guests, played by a process in the tests.
  busybox: 'busybox',
  'ansible-core': 'ansible-core',
  'debian-archive-keyring': 'debian-keyring',
  'dnsmasq-base': 'dnsmasq',
  e2fsprogs: 'e2fsprogs',
  extlinux: 'syslinux-extlinux',
  iproute2: 'iproute',
  iptables: 'iptables-nft',
  'libguestfs-tools': 'guestfs-tools',
  'libvirt-clients': 'libvirt-client',
  'libvirt-daemon-system': 'libvirt-daemon',
  // The guest's kernel runs libguestfs' appliance; the host's own may be unreadable, or not a package.
  'linux-image-cloud-amd64': 'kernel-core',
  // xmllint, for virt-xml-validate.
  'libxml2-utils': 'libxml2',
  mmdebstrap: 'mmdebstrap',
  'openssh-client': 'openssh-clients',
  // A real sshd for the tests, on loopback in the testbed.
  'openssh-server': 'openssh-server',
  // Firmware, TPM and another architecture for machines that are not of yesterday.
  ovmf: 'edk2-ovmf',
  'qemu-efi-aarch64': 'edk2-aarch64',
  'qemu-system-arm': 'qemu-system-aarch64-core',
  'qemu-system-x86': 'qemu-system-x86-core',
  'qemu-utils': 'qemu-img',
  swtpm: 'swtpm',
  'swtpm-tools': 'swtpm-tools',
  'util-linux': 'util-linux',
  xorriso: 'xorriso',
  'xz-utils': 'xz',
  zstd: 'zstd',
};

/** The Debian names of everything that `npm test` needs. */
export const SYSTEM_PACKAGES = Object.keys(PACKAGES);

const MANAGERS = [
  {
    probe: 'dpkg-query',
    missing: (names) => {
      const { stdout } = spawnSync('dpkg-query', ['--list', ...names], { encoding: 'utf8' });
      // "ii  name:arch  version ..."; the second letter is the present state.
      const installed = new Set(Array.from(stdout.matchAll(/^.i. +([^ :]+)/gm), ([, name]) => name));
      return names.filter((name) => !installed.has(name) && !(name === 'busybox' && existsSync('/bin/busybox')));
    },
    commands: (names) => [
      ['apt-get', 'update'],
      ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', 'install', '-y', '--no-install-recommends', ...names],
    ],
  },
  {
    probe: 'rpm',
    missing: (names) =>
      names.map((name) => PACKAGES[name] ?? name).filter((name) => spawnSync('rpm', ['-q', name]).status !== 0),
    commands: (names) => [['dnf', 'install', '-y', '--setopt=install_weak_deps=False', ...names]],
  },
];

function packageManager() {
  const found = MANAGERS.find(({ probe }) => spawnSync(probe, ['--version'], { stdio: 'ignore' }).status === 0);
  if (found) return found;
  throw new Error(`neither dpkg nor rpm is here. Install by hand: ${SYSTEM_PACKAGES.join(' ')} (Debian's names)`);
}

/**
 * Installs those system packages that are missing, with apt or dnf. Silent when all are there.
 *
 * @param {string[]} [names] Debian names; all of `SYSTEM_PACKAGES` by default
 * @throws {Error} without root rights and passwordless sudo, naming the command to run; or when the installer fails
 */
export async function ensureSystemPackages(names = SYSTEM_PACKAGES) {
  const manager = packageManager();
  const missing = manager.missing(names);
  if (missing.length === 0) return;
  const commands = manager.commands(missing);
  if (!isRoot() && !hasPasswordlessSudo()) {
    const line = commands.map((command) => ['sudo', ...command].map(quote).join(' ')).join(' && ');
    throw new Error(`system packages are missing and sudo asks for a password. Run:\n  ${line}`);
  }
  await step(`installing system packages: ${missing.join(' ')}`, () =>
    withoutServices(async () => {
      for (const command of commands) await quietly(asRoot(command), { env: process.env });
    }),
  );
}

/** Debian asks this program before a package starts its service. The testbed has its own; the host's stay as they are. */
const POLICY = '/usr/sbin/policy-rc.d';

async function withoutServices(install) {
  if (existsSync(POLICY)) return install();
  const script = join(mkdtempSync(join(tmpdir(), 'lago-policy-')), 'policy-rc.d');
  writeFileSync(script, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  await quietly(asRoot(['install', '-m', '755', script, POLICY]), { env: process.env });
  try {
    return await install();
  } finally {
    await quietly(asRoot(['rm', '-f', POLICY]), { env: process.env });
    rmSync(dirname(script), { recursive: true, force: true });
  }
}
