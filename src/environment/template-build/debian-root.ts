import { lstatSync, readdirSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ToolError } from '../../host/errors.ts';
import type { MmdebstrapRecipe } from '../../initfile/recipe.ts';
import { aptSources } from './apt-sources.ts';
import { runApart, type ToolContext } from './namespaces.ts';

/** What a system needs to boot and to let somebody in by SSH. */
const BASE = ['systemd-sysv', 'udev', 'dbus', 'openssh-server', 'iproute2', 'initramfs-tools'];
/** Suites in which systemd still has its resolver in the main package. */
const WITH_RESOLVER = ['buster', 'bullseye', 'focal', 'jammy'];
const KERNEL = 'linux-image-cloud-amd64';
/** Label of the root file system. */
export const ROOT_LABEL = 'lago-root';

/** Files of every such system, by path; each replaces what is there. */
function filesOf(
  kernel: { readonly linux: string; readonly initrd: string },
  hostname: string,
  append: string | undefined,
): Readonly<Record<string, string>> {
  const options = `root=LABEL=${ROOT_LABEL} ro net.ifnames=0 console=tty0 console=ttyS0,115200`;
  return {
    'boot/extlinux/extlinux.conf': `default linux
prompt 0
timeout 0
label linux
  kernel ${kernel.linux}
  initrd ${kernel.initrd}
  append ${[options, append].filter((part) => part !== undefined).join(' ')}
`,
    'etc/fstab': `LABEL=${ROOT_LABEL} / ext4 errors=remount-ro 0 1\n`,
    'etc/hostname': `${hostname}\n`,
    'etc/hosts': '127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n',
    'etc/machine-id': '',
    // Behind those that cloud-init makes.
    'etc/systemd/network/80-lago-dhcp.network': `[Match]
Name=en* eth*

[Link]
RequiredForOnline=no

[Network]
DHCP=yes

[DHCPv4]
ClientIdentifier=mac
UseDomains=yes

[DHCPv6]
DUIDType=link-layer
`,
    'etc/systemd/system/lago-ssh-host-keys.service': `[Unit]
Description=SSH host keys of this machine
ConditionFileNotEmpty=!/etc/ssh/ssh_host_ed25519_key
Before=ssh.service ssh.socket

[Service]
Type=oneshot
RemainAfterExit=yes
WorkingDirectory=/etc/ssh
# A power cut leaves the whole key that clients have seen, or none. Others than this kind take many seconds without KVM.
ExecStart=/bin/sh -c 'key=ssh_host_ed25519_key; rm -f new.key*; ssh-keygen -q -t ed25519 -N "" -f new.key && sync new.key new.key.pub && mv new.key.pub $key.pub && mv new.key $key && sync .'

[Install]
WantedBy=multi-user.target
`,
  };
}

const UNITS = ['systemd-networkd.service', 'systemd-resolved.service', 'lago-ssh-host-keys.service'];

/**
 * Puts a system together from packages, and makes it one that many machines can be made from.
 *
 * @param directory absolute; must not exist.
 * @throws {ToolError} `TEMPLATE_BUILD_FAILED`; {@link HostError} `TOOL_MISSING`
 */
export async function makeDebianRoot(
  recipe: MmdebstrapRecipe & { readonly hostname: string },
  directory: string,
  context: ToolContext,
): Promise<void> {
  await runApart('mmdebstrap', ['mmdebstrap', ...mmdebstrapArgs(recipe, directory, aptSources(recipe.suite))], context);
  const kernel = findKernel(directory, recipe);
  for (const [path, content] of Object.entries(filesOf(kernel, recipe.hostname, recipe.append))) {
    const file = join(directory, path);
    await mkdir(dirname(file), { recursive: true });
    // A link in the image could lead anywhere on this host.
    await rm(file, { force: true });
    await writeFile(file, content);
  }
  await runApart('systemctl', ['chroot', directory, 'systemctl', '--quiet', 'enable', ...UNITS], context);
  await generalise(directory);
}

/** Arguments of mmdebstrap. Sources of the host that are none of its own suite would not do. */
export function mmdebstrapArgs(recipe: MmdebstrapRecipe, directory: string, hostSources: readonly string[]): string[] {
  const { suite, variant = 'minbase', packages = [], kernel = KERNEL, mirror = hostSources, exclude = [] } = recipe;
  const resolver = WITH_RESOLVER.includes(suite) ? [] : ['systemd-resolved'];
  const all = new Set([...BASE, ...resolver, kernel, ...packages]);
  return [
    ...['--verbose', '--mode=root', '--format=directory', `--variant=${variant}`, `--include=${[...all].join(',')}`],
    '--aptopt=Acquire::Languages "none"',
    ...(recipe.components ? [`--components=${recipe.components.join(',')}`] : []),
    ...exclude.map((path) => `--dpkgopt=path-exclude=${path}`),
    ...['--', suite, directory, ...mirror],
  ];
}

/** Links that the package of a kernel keeps to its newest version: in the root directory on Debian, beside it on Ubuntu. */
function findKernel(directory: string, { kernel = KERNEL }: MmdebstrapRecipe) {
  const there = (place: string) => lstatSync(join(directory, place), { throwIfNoEntry: false }) !== undefined;
  for (const place of ['/', '/boot/']) {
    const found = { linux: `${place}vmlinuz`, initrd: `${place}initrd.img` };
    if (there(found.linux) && there(found.initrd)) return found;
  }
  throw new ToolError('TEMPLATE_BUILD_FAILED', `the package ${kernel} brought no kernel with an initramfs`);
}

/** What has to be new in each machine, and what only building left behind. */
async function generalise(directory: string): Promise<void> {
  const ssh = join(directory, 'etc/ssh');
  const keys = readdirSync(ssh).filter((name) => /^ssh_host_.*key/.test(name));
  const other = ['var/lib/dbus/machine-id', 'var/lib/systemd/random-seed', 'var/log/apt', 'var/log/dpkg.log'];
  for (const file of [...keys.map((name) => join(ssh, name)), ...other.map((name) => join(directory, name))]) {
    await rm(file, { recursive: true, force: true });
  }
}
