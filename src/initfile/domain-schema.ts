import { z } from 'zod';
import { flag, freeForm, ipv4, memory, mtu, oneOf, text, textList, whole } from './fields.ts';
import { machineKeys } from './machine-schema.ts';
import { ports } from './ports.ts';
import { NIC_MODELS } from './types.ts';

const MAC = 'a MAC address of one machine such as 52:54:00:12:34:56';

/** `metadata` of a domain: free-form but for the deploy scripts. */
export const metadataSchema = z.looseObject(
  {
    'deploy-scripts': textList('a list of script paths')
      .nullish()
      .describe('Paths of scripts of this host that `deploy` runs in the guest, in order.'),
  },
  { error: 'a mapping' },
);

/** A NIC. */
export const nicSchema = z.object({
  net: text('the name of a network').describe('Network of this NIC, one of `nets`.'),
  ip: ipv4().optional().describe('Static IPv4 address; only its last octet counts.'),
  mtu: mtu().optional().describe('Bytes. Default: that of the network.'),
  mac: text(MAC)
    .regex(/^[0-9A-Fa-f][02468ACEace](?:[:-][0-9A-Fa-f]{2}){5}$/, { error: MAC })
    // The kernel keeps these for the host's end of the line; nothing but zeros is nobody's.
    .regex(/^(?!fe|00([:-]00){5})/i, { error: `${MAC}, which does not start with fe` })
    .optional()
    .describe('MAC address. Default: made from the IPv4 address.'),
  model: oneOf(NIC_MODELS).optional().describe('Device that the guest sees. Default: virtio.'),
});

/** A domain, but for its `nics` and `disks`, which have schemas of their own. */
export const domainSchema = z.object({
  memory: memory().optional().describe('MiB, or a size with a unit. Default: 16384.'),
  vcpu: whole('a whole number from 1 to 4096', 1, 4096).optional().describe('Virtual CPUs. Default: 2.'),
  cpu_model: text('the name of a CPU model').optional().describe('Name of a libvirt CPU model. Default: the host CPU.'),
  cpu_custom: freeForm().optional().describe('The CPU element in `@attribute` / `#text` notation.'),
  ...machineKeys,
  service_provider: text().optional().describe('How services are run: systemd, sysvinit or systemdcontainer.'),
  service_class: text().optional().describe('Older name of `service_provider`.'),
  artifacts: textList('a list of guest paths').optional().describe('Guest paths that `collect` takes.'),
  groups: textList('a list of group names').optional().describe('Ansible groups.'),
  bootstrap: flag().optional().describe('Prepare the first disk before the first boot. Default: true.'),
  'ssh-user': text('a user name').optional().describe('User that SSH logs in as. Default: root.'),
  'ssh-password': text().optional().describe('Password for SSH, where no key works.'),
  'root-password': text().optional().describe('Password of root in the guest.'),
  'vm-provider': text('the name of a provider').optional().describe('What runs the machine. Default: local-libvirt.'),
  address: text('a host name or an IP address')
    .optional()
    .describe('Address of a machine that exists already (`vm-provider: ssh`).'),
  'ssh-port': whole('a port number from 1 to 65535', 1, 65_535)
    .optional()
    .describe('SSH port of such a machine. Default: 22.'),
  'ssh-key': text('the path of a private key').optional().describe('Private key that such a machine lets in.'),
  'host-key': text('a public key').optional().describe('Host key of such a machine, as in `known_hosts`.'),
  'vm-type': text('the name of a VM type').optional().describe('Kind of machine. Default: default.'),
  ports: ports().optional().describe('Ports of the host that lead to ports of the guest, such as 8080:80.'),
  metadata: metadataSchema.optional().describe('Free-form; `deploy-scripts` lists scripts that `deploy` runs.'),
  distro: text().optional().describe('Distribution of the guest. Default: what the first disk says.'),
  boot_time_sec: whole('a whole number of seconds from 1 to 604800', 1, 604_800)
    .optional()
    .describe('Seconds to wait for SSH. Default: 600.'),
  'guest-agent': text('the name of a service').optional().describe('Service name of the QEMU guest agent.'),
  'skip-export': flag().optional().describe('Leave this domain out of `export`. Default: false.'),
  'based-on': z
    .union([z.string(), z.record(z.string(), z.unknown())])
    .optional()
    .describe('Name of a prototype that gives every key this domain lacks.'),
  type: oneOf(['ova', 'template']).optional().describe('`ova`: import an oVirt OVA from `url`.'),
  url: text('a URL').optional().describe('Where the OVA is.'),
});

/** What {@link domainSchema} gives. */
export type DomainFields = z.output<typeof domainSchema>;
