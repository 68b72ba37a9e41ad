import { z } from 'zod';
import { readJson, writeJson } from '../host/files.ts';
import type { EnvironmentPlan } from '../providers/plan.ts';

const mapping = z.record(z.string(), z.unknown());
const strings = z.record(z.string(), z.string());

const diskSource = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('template'),
    repository: z.string(),
    template: z.string(),
    version: z.string(),
    backingFile: z.string(),
    backingFormat: z.enum(['qcow2', 'raw']),
  }),
  z.object({ kind: z.literal('template-file'), backingFile: z.string(), backingFormat: z.literal('qcow2') }),
  z.object({ kind: z.literal('empty'), size: z.number() }),
  z.object({
    kind: z.literal('file'),
    file: z.string(),
    fileFormat: z.enum(['qcow2', 'raw']),
    url: z.string().exactOptional(),
    copy: z.boolean(),
    inPlace: z.boolean().exactOptional(),
  }),
  z.object({ kind: z.literal('cdrom'), file: z.string(), url: z.string().exactOptional() }),
  z.object({ kind: z.literal('seed') }),
]);

const disk = z.object({
  name: z.string(),
  source: diskSource,
  path: z.string(),
  format: z.enum(['qcow2', 'raw']),
  device: z.enum(['disk', 'cdrom']),
  bus: z.enum(['virtio', 'scsi', 'ide', 'sata']),
  dev: z.string(),
  resize: z.number().exactOptional(),
  skipExport: z.boolean().exactOptional(),
  metadata: mapping,
  build: z.array(z.object({ builder: z.string(), options: mapping })),
});

const nic = z.object({
  index: z.number(),
  net: z.string(),
  libvirtNet: z.string(),
  ip: z.string().exactOptional(),
  fixed: z.boolean().exactOptional(),
  mac: z.string(),
  mtu: z.number().exactOptional(),
  model: z.string().exactOptional(),
});

const port = z.object({ address: z.string(), host: z.number(), guest: z.number() });

const cpu = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('host'),
    numa: z.array(z.object({ id: z.number(), cpus: z.string(), memory: z.number() })),
  }),
  z.object({ kind: z.literal('model'), model: z.string(), requiredFeature: z.enum(['vmx', 'svm']).exactOptional() }),
  z.object({ kind: z.literal('custom'), element: mapping, addTopology: z.boolean() }),
]);

const external = z.object({
  port: z.number(),
  key: z.object({ source: z.string(), file: z.string() }).exactOptional(),
  hostKey: z.string().exactOptional(),
  installKey: z.boolean(),
});

const bootDevice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('disk'), dev: z.string() }),
  z.object({ kind: z.literal('nic'), index: z.number() }),
]);

const share = z.object({
  source: z.string(),
  tag: z.string(),
  target: z.string().exactOptional(),
  type: z.enum(['9p', 'virtiofs']),
  readonly: z.boolean(),
});

const domain = z.object({
  name: z.string(),
  libvirtName: z.string(),
  uuid: z.string(),
  memory: z.number(),
  vcpu: z.number(),
  cpu,
  arch: z.enum(['x86_64', 'aarch64']).exactOptional(),
  machine: z.string().exactOptional(),
  firmware: z.object({ kind: z.enum(['efi', 'secure']), nvram: z.string() }).exactOptional(),
  tpm: z.boolean().exactOptional(),
  boot: z.array(bootDevice).exactOptional(),
  graphics: z.literal('vnc').exactOptional(),
  video: z.enum(['vga', 'cirrus', 'bochs', 'qxl', 'virtio', 'none']).exactOptional(),
  shares: z.array(share).exactOptional(),
  nics: z.array(nic),
  disks: z.array(disk),
  managementNet: z.string(),
  ip: z.string().exactOptional(),
  fqdn: z.string(),
  distro: z.string().exactOptional(),
  sshUser: z.string(),
  external: external.exactOptional(),
  sshPassword: z.string().exactOptional(),
  rootPassword: z.string().exactOptional(),
  bootTimeout: z.number(),
  provisioning: z.object({ kind: z.enum(['smbios', 'cloud-init', 'guestfs', 'none']) }),
  oemStrings: z.array(z.string()),
  cloudInit: z.object({ userData: mapping.exactOptional(), networkConfig: mapping.exactOptional() }).exactOptional(),
  serviceProvider: z.string().exactOptional(),
  guestAgent: z.string().exactOptional(),
  skipExport: z.boolean().exactOptional(),
  groups: z.array(z.string()),
  artifacts: z.array(z.string()),
  vmProvider: z.string(),
  vmType: z.string(),
  deployScripts: z.array(z.object({ name: z.string(), source: z.string(), file: z.string() })).exactOptional(),
  ports: z.array(port).exactOptional(),
  serialLog: z.string(),
  spec: mapping,
});

const range = z.object({ start: z.string(), end: z.string() });

const net = z.object({
  name: z.string(),
  type: z.enum(['nat', 'bridge']),
  libvirtName: z.string(),
  bridge: z.string(),
  uuid: z.string(),
  management: z.boolean(),
  gw: z.string().exactOptional(),
  fixed: z.boolean().exactOptional(),
  subnet: z.string().exactOptional(),
  dhcp: range.exactOptional(),
  dhcpRanges: z.array(range).exactOptional(),
  isolated: z.boolean().exactOptional(),
  ipv6: z.union([z.string(), z.literal(false)]).exactOptional(),
  uplink: z.object({ interface: z.string(), force: z.boolean() }).exactOptional(),
  dnsDomainName: z.string().exactOptional(),
  dnsForward: z.string().exactOptional(),
  dnsRecords: strings.exactOptional(),
  mapping: strings,
  reservations: z.array(z.object({ mac: z.string(), ip: z.string(), name: z.string() })),
  mtu: z.number().exactOptional(),
  spec: mapping,
});

const host = z.object({
  acceleration: z.enum(['kvm', 'tcg']),
  arch: z.enum(['x86_64', 'aarch64']),
  emulator: z.string().exactOptional(),
  ipv6: z.boolean().exactOptional(),
});

const fileShape = z.object({
  version: z.literal(1),
  uuid: z.string(),
  prefix: z.string(),
  initFileDir: z.string().exactOptional(),
  host,
  nets: z.array(net),
  domains: z.array(domain),
});

/** Keeps a plan in the prefix, so that later verbs act on what was decided at `init`. */
export async function savePlan(file: string, plan: EnvironmentPlan): Promise<void> {
  const { acceleration, arch, emulator, ipv6 } = plan.host;
  const content = {
    version: 1,
    uuid: plan.uuid,
    prefix: plan.prefix,
    initFileDir: plan.initFileDir,
    host: { acceleration, arch, emulator, ipv6 },
    nets: [...plan.nets.values()],
    domains: [...plan.domains.values()],
  };
  // Passwords of guests may be in it.
  await writeJson(file, content, { mode: 0o600 });
}

/** Reads a saved plan. @throws {StateError} `FILE_MISSING` or `FILE_BROKEN`. */
export async function loadPlan(file: string): Promise<EnvironmentPlan> {
  const saved = await readJson(file, fileShape);
  return {
    uuid: saved.uuid,
    prefix: saved.prefix,
    ...(saved.initFileDir === undefined ? {} : { initFileDir: saved.initFileDir }),
    host: saved.host,
    nets: new Map(saved.nets.map((entry) => [entry.name, entry])),
    domains: new Map(saved.domains.map((entry) => [entry.name, entry])),
  };
}
