/** The address that the network reserves for the guest's card. */
export const STATION = { mac: '54:52:c0:a8:c8:02', ip: '192.168.200.2' } as const;

/** A NAT network with a reserved address. STP would cost the first seconds of each connection. */
export const NETWORK_XML = `<network>
  <name>plain</name>
  <forward mode='nat'/>
  <bridge name='plain-nic' stp='off' delay='0'/>
  <ip address='192.168.200.1' netmask='255.255.255.0'>
    <dhcp>
      <range start='192.168.200.100' end='192.168.200.254'/>
      <host mac='${STATION.mac}' ip='${STATION.ip}'/>
    </dhcp>
  </ip>
</network>
`;

/** A KVM domain on a disk, which lets root in with the given public key. */
export function guestXml(disk: string, publicKey: string): string {
  const key = Buffer.from(publicKey).toString('base64');
  return `<domain type='kvm'>
  <name>plain</name>
  <memory unit='MiB'>256</memory>
  <vcpu>1</vcpu>
  <cpu mode='host-passthrough'/>
  <sysinfo type='smbios'>
    <oemStrings><entry>io.systemd.credential.binary:ssh.authorized_keys.root=${key}</entry></oemStrings>
  </sysinfo>
  <os>
    <type arch='x86_64'>hvm</type>
    <smbios mode='sysinfo'/>
  </os>
  <features><acpi/><apic/></features>
  <devices>
    <controller type='usb' model='none'/>
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2'/>
      <source file='${disk}'/>
      <target dev='vda' bus='virtio'/>
    </disk>
    <interface type='network'>
      <source network='plain'/>
      <model type='virtio'/>
      <mac address='${STATION.mac}'/>
    </interface>
    <serial type='pty'/>
    <rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>
    <memballoon model='none'/>
  </devices>
</domain>
`;
}
