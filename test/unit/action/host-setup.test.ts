import { beforeEach, describe, expect, it } from 'vitest';
import type { HostCommands } from '../../../src/action/commands.ts';
import { setUpHost } from '../../../src/action/host-setup.ts';
import { createLogger } from '../../../src/index.ts';

/** A host that is described, not there; notes what is run on it. */
class DescribedHost implements HostCommands {
  isRoot = false;
  readonly user = 'runner';
  readonly programs = new Set(['sudo', 'apt-get', 'udevadm']);
  readonly files: Record<string, 'denied' | 'granted'> = {
    '/run/systemd/system': 'denied',
    '/var/lib/lago': 'granted',
  };
  readonly failing: RegExp[] = [];
  readonly ran: string[] = [];
  readonly inputs: string[] = [];

  run: HostCommands['run'] = async (argv, { input } = {}) => {
    const line = argv.join(' ');
    this.ran.push(line);
    if (input !== undefined) this.inputs.push(input);
    if (/udevadm trigger/.test(line) && this.files['/dev/kvm']) this.files['/dev/kvm'] = 'granted';
    return this.failing.some((pattern) => pattern.test(line)) ? { code: 1, output: 'no' } : { code: 0, output: '' };
  };
  has = (program: string) => this.programs.has(program);
  access = (file: string) => this.files[file] ?? 'missing';
}

let host: DescribedHost;
let warnings: string[];
beforeEach(() => {
  host = new DescribedHost();
  warnings = [];
});

async function setUp(): Promise<void> {
  const log = createLogger((event) => {
    if (event.kind === 'message' && event.level === 'warning') warnings.push(event.text);
  });
  await setUpHost(host, log, new AbortController().signal);
}

function installEverything(): void {
  for (const name of ['virsh', 'qemu-img', 'dnsmasq', 'iptables', 'xorriso', 'qemu-system-x86_64'])
    host.programs.add(name);
}

describe('setUpHost', () => {
  it('leaves a host alone that has everything', async () => {
    installEverything();
    await setUp();
    expect(host.ran).toEqual(['sudo -n true']);
    expect(warnings).toEqual([]);
  });

  it('installs packages on Debian, and starts libvirt', async () => {
    await setUp();
    expect(host.ran).toContainEqual(
      expect.stringMatching(/^sudo -n env DEBIAN_FRONTEND=noninteractive apt-get install .*libvirt-daemon-system/),
    );
    expect(host.ran).toContain('sudo -n systemctl start libvirtd.service');
    expect(host.ran).not.toContainEqual(expect.stringContaining('apt-get update'));
  });

  it('refreshes the index when the packages cannot be had with the old one', async () => {
    host.failing.push(/apt-get install/);
    await setUp();
    const steps = host.ran
      .map((line) => /apt-get (update|install)/.exec(line)?.[1])
      .filter((step) => step !== undefined);
    expect(steps).toEqual(['install', 'update', 'install']);
    expect(warnings).toEqual([expect.stringContaining('apt-get install failed: no')]);
  });

  it('installs packages on Fedora, and starts the sockets of libvirt', async () => {
    host.programs.delete('apt-get');
    host.programs.add('dnf');
    await setUp();
    expect(host.ran).toContainEqual(expect.stringMatching(/^sudo -n dnf install .*libvirt-daemon-kvm/));
    expect(host.ran).toContainEqual(expect.stringContaining('systemctl start virtqemud.socket'));
  });

  it('says so where it knows no package manager', async () => {
    host.programs.delete('apt-get');
    await setUp();
    expect(warnings).toEqual([expect.stringContaining('neither apt-get nor dnf')]);
  });

  it('opens a KVM that is closed, by a rule that lasts', async () => {
    installEverything();
    host.files['/dev/kvm'] = 'denied';
    await setUp();
    expect(host.ran.slice(1)).toEqual([
      'sudo -n tee /etc/udev/rules.d/99-lago-kvm.rules',
      'sudo -n udevadm control --reload-rules',
      'sudo -n udevadm trigger --name-match=kvm --settle',
    ]);
    expect(host.inputs).toEqual(['KERNEL=="kvm", GROUP="kvm", MODE="0666", OPTIONS+="static_node=kvm"\n']);
  });

  it('opens the device itself where udev does not', async () => {
    installEverything();
    host.files['/dev/kvm'] = 'denied';
    host.failing.push(/udevadm/);
    host.run = new Proxy(host.run, {
      apply: (run, self, args: Parameters<HostCommands['run']>) =>
        args[0].includes('udevadm') ? { code: 1, output: 'no udev' } : Reflect.apply(run, self, args),
    });
    await setUp();
    expect(host.ran).toContain('sudo -n chmod 0666 /dev/kvm');
  });

  it('lets this user use libvirt and gives it a place that QEMU can reach', async () => {
    installEverything();
    host.files['/run/libvirt/libvirt-sock'] = 'denied';
    delete host.files['/var/lib/lago'];
    await setUp();
    expect(host.ran.slice(1)).toEqual([
      'sudo -n usermod --append --groups libvirt runner',
      'sudo -n setfacl --modify u:runner:rw /run/libvirt/libvirt-sock',
      'sudo -n install --directory --owner=runner /var/lib/lago',
    ]);
  });

  it('needs no sudo as root', async () => {
    host.isRoot = true;
    delete host.files['/var/lib/lago'];
    await setUp();
    expect(host.ran.filter((line) => line.startsWith('sudo'))).toEqual([]);
    expect(host.ran).toContainEqual(expect.stringContaining('apt-get install'));
  });

  it('does nothing, and says why, without root rights', async () => {
    host.failing.push(/^sudo -n true$/);
    await setUp();
    expect(host.ran).toEqual(['sudo -n true']);
    expect(warnings).toEqual([expect.stringContaining('needs root, or sudo without a password')]);
  });
});
