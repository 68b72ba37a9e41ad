// libvirt XML of the template check: two networks, and a domain with a NIC on each.

/** The networks, and what each reserves for the domain's NIC on it. The NICs have the same order. */
export const NETWORKS = [
  { net: 'check0', mac: '54:52:c0:a8:c8:02', subnet: '192.168.200', ip: '192.168.200.2', name: 'station' },
  { net: 'check1', mac: '54:52:c0:a8:c9:02', subnet: '192.168.201', ip: '192.168.201.2', name: 'station-eth1' },
];

export function networkXml({ net, mac, subnet, ip, name }) {
  return `<network>
  <name>${net}</name>
  <forward mode='nat'/>
  <bridge name='${net}-nic' stp='off' delay='0'/>
  <domain name='lago.local' localOnly='yes'/>
  <ip address='${subnet}.1' netmask='255.255.255.0'>
    <dhcp>
      <range start='${subnet}.100' end='${subnet}.254'/>
      <host mac='${mac}' ip='${ip}' name='${name}'/>
    </dhcp>
  </ip>
</network>
`;
}

const DISKS = {
  virtio: { target: `<target dev='vda' bus='virtio'/>`, controller: '' },
  scsi: {
    target: `<target dev='sda' bus='scsi'/>`,
    controller: `<controller type='scsi' index='0' model='virtio-scsi'/>`,
  },
};

const nic = ({ net, mac }) => `<interface type='network'>
      <source network='${net}'/>
      <model type='virtio'/>
      <mac address='${mac}'/>
    </interface>`;

const smbios = (key) => `<sysinfo type='smbios'>
    <oemStrings>
      <entry>io.systemd.credential.binary:ssh.authorized_keys.root=${key.toString('base64')}</entry>
    </oemStrings>
  </sysinfo>`;

const seedDisk = (file) => `<disk type='file' device='disk'>
      <driver name='qemu' type='raw'/>
      <source file='${file}'/>
      <target dev='vdz' bus='virtio'/>
      <readonly/>
    </disk>`;

export function domainXml({ name, disk, serial, key, seed, machine, bus, memory, vcpus }) {
  const { target, controller } = DISKS[bus];
  return `<domain type='${process.env.CHECK_TYPE ?? 'qemu'}'>
  <name>${name}</name>
  <memory unit='MiB'>${memory}</memory>
  <vcpu>${vcpus}</vcpu>
  <cpu mode='maximum'/>
  ${key ? smbios(key) : ''}
  <os>
    <type arch='x86_64' machine='${machine}'>hvm</type>
    ${key ? `<smbios mode='sysinfo'/>` : ''}
    <bootmenu enable='no'/>
  </os>
  <features><acpi/><apic/><pae/><vmport state='off'/></features>
  <clock offset='utc'/>
  <devices>
    ${controller}
    <controller type='usb' model='none'/>
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2' discard='unmap' cache='writeback'/>
      <source file='${disk}'/>
      ${target}
    </disk>
    ${seed ? seedDisk(seed) : ''}
    ${NETWORKS.map(nic).join('\n    ')}
    <serial type='file'><source path='${serial}'/><target port='0'/></serial>
    <console type='pty'><target type='virtio' port='0'/></console>
    <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
    <rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>
    <memballoon model='none'/>
    <video><model type='cirrus'/></video>
  </devices>
</domain>
`;
}
