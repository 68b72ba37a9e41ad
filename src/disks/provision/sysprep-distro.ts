import type { DomainPlan, NicPlan } from '../../providers/plan.ts';

/** Kinds of guests that need something of their own. */
export type GuestFamily = 'el6' | 'el7' | 'fedora-old' | 'debian' | 'other';

/**
 * Kind of a guest, by the `distro` of its template. Newer Fedora and EL releases need nothing: NetworkManager brings up
 * every NIC by itself. Old ones get what Lago gave them.
 */
export function familyOf(distro: string | undefined): GuestFamily {
  const [, name = '', major = ''] = /^([a-z]+)[-_ ]?(\d*)/i.exec(distro ?? '') ?? [];
  const release = Number(major);
  switch (name.toLowerCase()) {
    case 'el':
    case 'rhel':
    case 'centos':
      if (release === 6) return 'el6';
      return release === 7 ? 'el7' : 'other';
    case 'fc':
    case 'fedora':
      return release > 0 && release <= 26 ? 'fedora-old' : 'other';
    case 'debian':
    case 'ubuntu':
      return 'debian';
    default:
      return 'other';
  }
}

/** Arguments of virt-sysprep that only some kinds of guests need, in the order in which they take effect. */
export function distroArgs(domain: DomainPlan): readonly string[] {
  return [...machineArgs(domain), ...systemArgs(domain)];
}

/** Those of them that differ from machine to machine: its name and its NICs. */
export function machineArgs(domain: DomainPlan): readonly string[] {
  switch (familyOf(domain.distro)) {
    case 'el6':
    case 'el7':
      return [...iscsi(domain), ...elNetwork(domain.nics)];
    case 'fedora-old':
      return iscsi(domain);
    case 'debian':
      return debianNetwork(domain.nics);
    case 'other':
      return [];
  }
}

/** Those that are the same for all machines of a distribution. */
export function systemArgs({ distro }: Pick<DomainPlan, 'distro'>): readonly string[] {
  switch (familyOf(distro)) {
    case 'el7':
    case 'fedora-old':
      return [...noBootMenu('/boot/grub2/grub.cfg'), ...lessServices()];
    case 'debian':
      return noBootMenu('/boot/grub/grub.cfg');
    case 'el6':
    case 'other':
      return [];
  }
}

function iscsi({ name }: DomainPlan): readonly string[] {
  return [
    ...['--mkdir', '/etc/iscsi', '--chmod', '0755:/etc/iscsi'],
    ...write('/etc/iscsi/initiatorname.iscsi', `InitiatorName=iqn.2014-07.org.lago:${name}:${name}`),
  ];
}

function elNetwork(nics: readonly NicPlan[]): readonly string[] {
  return nics.flatMap(({ index, mac }) => {
    const name = `eth${index}`;
    const lines = [`HWADDR="${mac}"`, 'BOOTPROTO=dhcp', 'ONBOOT=yes', 'TYPE=Ethernet', `NAME=${name}`];
    return write(`/etc/sysconfig/network-scripts/ifcfg-${name}`, ...lines);
  });
}

/**
 * DHCP on every NIC, whatever brings networks up: systemd-networkd finds the NIC by its MAC, udev gives it Lago's name by
 * its MAC, and ifupdown (where it is installed) knows it by that name.
 */
function debianNetwork(nics: readonly NicPlan[]): readonly string[] {
  const directories = ['/etc/systemd/network', '/etc/network/interfaces.d'].flatMap((path) => ['--mkdir', path]);
  const files = nics.flatMap(({ index, mac }) => {
    const name = `eth${index}`;
    const match = ['[Match]', `MACAddress=${mac}`];
    return [
      ...write(`/etc/systemd/network/05-lago-${name}.link`, ...match, '[Link]', `Name=${name}`),
      ...write(`/etc/systemd/network/05-lago-${name}.network`, ...match, '[Network]', 'DHCP=yes'),
      ...write(`/etc/network/interfaces.d/ifcfg-${name}.cfg`, `allow-hotplug ${name}`, `iface ${name} inet dhcp`),
    ];
  });
  const loopback = ['auto lo', 'iface lo inet loopback', 'source /etc/network/interfaces.d/*.cfg'];
  return [...directories, ...write('/etc/network/interfaces', ...loopback), ...files];
}

/** Boots without waiting at the menu. Templates without that boot loader have no such file. */
function noBootMenu(file: string): readonly string[] {
  return ['--run-command', `if [ -f ${file} ]; then sed -i 's/set timeout=5/set timeout=0/' ${file}; fi`];
}

function lessServices(): readonly string[] {
  const wants = '/etc/systemd/system/multi-user.target.wants';
  return ['kdump', 'postfix'].flatMap((service) => ['--delete', `${wants}/${service}.service`]);
}

function write(path: string, ...lines: readonly string[]): readonly string[] {
  return ['--write', `${path}:${lines.join('\n')}\n`];
}
