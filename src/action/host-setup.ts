import type { Logger } from '../index.ts';
import type { HostCommands } from './commands.ts';

/** Programs without which no environment runs. */
const NEEDED = ['virsh', 'qemu-img', 'dnsmasq', 'iptables', 'xorriso'];
/** QEMU is elsewhere, under another name, on Red Hat's systems. */
const EMULATORS = ['qemu-system-x86_64', 'qemu-system-aarch64', '/usr/libexec/qemu-kvm'];

interface PackageManager {
  readonly program: string;
  readonly packages: readonly string[];
  readonly refresh: readonly string[];
  readonly install: readonly string[];
  /** Units to start, alternatives in order. */
  readonly services: readonly (readonly string[])[];
}

const EMULATOR_PACKAGE = process.arch === 'arm64' ? 'qemu-system-arm' : 'qemu-system-x86';

const MANAGERS: readonly PackageManager[] = [
  {
    program: 'apt-get',
    packages: [
      EMULATOR_PACKAGE,
      'qemu-utils',
      'libvirt-daemon-system',
      'libvirt-clients',
      'dnsmasq-base',
      'iptables',
      'acl',
      'xorriso',
    ],
    refresh: ['apt-get', 'update', '-q'],
    install: ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', 'install', '-q', '-y', '--no-install-recommends'],
    services: [['libvirtd.service']],
  },
  {
    program: 'dnf',
    packages: [
      'qemu-kvm',
      'qemu-img',
      'libvirt-daemon-kvm',
      'libvirt-client',
      'dnsmasq',
      'iptables-nft',
      'acl',
      'xorriso',
    ],
    refresh: ['dnf', 'makecache', '-q'],
    install: ['dnf', 'install', '-q', '-y', '--setopt=install_weak_deps=False'],
    services: [
      ['virtqemud.socket', 'virtnetworkd.socket', 'virtstoraged.socket', 'virtnodedevd.socket'],
      ['libvirtd.service'],
    ],
  },
];

const RULE_FILE = '/etc/udev/rules.d/99-lago-kvm.rules';
const RULE = 'KERNEL=="kvm", GROUP="kvm", MODE="0666", OPTIONS+="static_node=kvm"\n';
/** Where the state of all environments is kept, in reach of QEMU; a user without it has only his home, which QEMU cannot enter. */
const STATE_DIRECTORY = '/var/lib/lago';
/** Sockets of libvirt that a process needs which became a member of the group too late. */
const SOCKETS = ['/run/libvirt/libvirt-sock', '/run/libvirt/virtqemud-sock', '/run/libvirt/virtnetworkd-sock'];

/**
 * Makes a host ready: installs QEMU and libvirt when they are missing, opens `/dev/kvm` and libvirt's socket for this user,
 * and gives it a place for state that QEMU can reach.
 * What cannot be done is a warning: whether the environment can run is for the run itself to tell.
 */
export async function setUpHost(host: HostCommands, log: Logger, signal: AbortSignal): Promise<void> {
  await log.task('Set up the host', async (inner) => {
    const setup = new HostSetup(host, inner, signal);
    if (!(await setup.canBecomeRoot())) {
      inner.warning('`setup: true` needs root, or sudo without a password; the host is left as it is');
      return;
    }
    await setup.installPackages();
    await setup.openKvm();
    await setup.openLibvirt();
    await setup.provideStateDirectory();
  });
}

class HostSetup {
  readonly #host: HostCommands;
  readonly #log: Logger;
  readonly #signal: AbortSignal;

  constructor(host: HostCommands, log: Logger, signal: AbortSignal) {
    this.#host = host;
    this.#log = log;
    this.#signal = signal;
  }

  async canBecomeRoot(): Promise<boolean> {
    return this.#host.isRoot || (await this.#host.run(['sudo', '-n', 'true'])).code === 0;
  }

  async installPackages(): Promise<void> {
    const missing = NEEDED.filter((program) => !this.#host.has(program));
    const hasEmulator = EMULATORS.some((name) => this.#host.has(name) || this.#host.access(name) !== 'missing');
    if (missing.length === 0 && hasEmulator) return;
    const manager = MANAGERS.find(({ program }) => this.#host.has(program));
    if (!manager) {
      this.#log.warning(`there is neither apt-get nor dnf to install what is missing: ${missing.join(', ')}`);
      return;
    }
    const install = [...manager.install, ...manager.packages];
    // Refreshing the index takes longer than most installations, and images of hosted runners have one.
    if (await this.#tryAsRoot(install)) return this.#startServices(manager);
    await this.#asRoot(manager.refresh);
    if (await this.#asRoot(install)) await this.#startServices(manager);
  }

  async openKvm(): Promise<void> {
    if (this.#host.access('/dev/kvm') !== 'denied') return;
    if (!(await this.#asRoot(['tee', RULE_FILE], RULE))) return;
    await this.#asRoot(['udevadm', 'control', '--reload-rules']);
    await this.#asRoot(['udevadm', 'trigger', '--name-match=kvm', '--settle']);
    // The rule is for the next boot as well; without udev (in a container) the device itself has to do.
    if (this.#host.access('/dev/kvm') === 'denied') await this.#asRoot(['chmod', '0666', '/dev/kvm']);
  }

  async openLibvirt(): Promise<void> {
    if (this.#host.isRoot) return;
    const closed = SOCKETS.filter((socket) => this.#host.access(socket) === 'denied');
    if (closed.length === 0) return;
    await this.#asRoot(['usermod', '--append', '--groups', 'libvirt', this.#host.user]);
    for (const socket of closed) await this.#asRoot(['setfacl', '--modify', `u:${this.#host.user}:rw`, socket]);
  }

  /** One that is there is somebody's, and stays as it is. */
  async provideStateDirectory(): Promise<void> {
    if (this.#host.isRoot || this.#host.access(STATE_DIRECTORY) !== 'missing') return;
    await this.#asRoot(['install', '--directory', `--owner=${this.#host.user}`, STATE_DIRECTORY]);
  }

  async #startServices({ services }: PackageManager): Promise<void> {
    if (this.#host.access('/run/systemd/system') === 'missing') return;
    for (const units of services) if (await this.#tryAsRoot(['systemctl', 'start', ...units])) return;
    this.#log.warning(`libvirt could not be started: ${services.flat().join(', ')}`);
  }

  async #tryAsRoot(argv: readonly string[], input?: string): Promise<boolean> {
    return (await this.#run(argv, input)).code === 0;
  }

  async #asRoot(argv: readonly string[], input?: string): Promise<boolean> {
    const { code, output } = await this.#run(argv, input);
    if (code !== 0) this.#log.warning(`${argv.slice(0, 4).join(' ')} failed: ${output.trim().slice(-1000)}`);
    return code === 0;
  }

  async #run(argv: readonly string[], input?: string) {
    const command = this.#host.isRoot ? argv : ['sudo', '-n', ...argv];
    this.#log.info(`$ ${command.join(' ')}`);
    return this.#host.run(command, { signal: this.#signal, ...(input === undefined ? {} : { input }) });
  }
}
