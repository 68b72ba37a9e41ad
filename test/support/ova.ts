import { gzipSync } from 'node:zlib';
import { type Header, pack } from 'tar-stream';

/** A file of an archive: name and content. */
export type Member = readonly [
  name: string | (Partial<Header> & { readonly name: string }),
  content: string | Uint8Array,
];

/** A tar archive with these files, in this order. */
export async function tar(...members: readonly Member[]): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of members) {
    archive.entry(
      typeof name === 'string' ? { name } : name,
      typeof content === 'string' ? content : Buffer.from(content),
    );
  }
  archive.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive) if (chunk instanceof Uint8Array) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** {@link tar}, compressed by gzip. */
export async function tarGz(...members: readonly Member[]): Promise<Buffer> {
  return gzipSync(await tar(...members), { level: 1 });
}

/** What a test wants in a description. */
export interface OvfOptions {
  readonly cpus?: string;
  /** Items for memory and so on, in place of 1 processor and 256 MB. */
  readonly items?: string;
  /** Attributes of each `File`, in order; the disks refer to them. */
  readonly files?: readonly string[];
  /** Attributes of each `Disk` besides its id. */
  readonly disks?: readonly string[];
}

/** An item of the hardware section. */
export function item(type: number, content: string): string {
  return `<Item><rasd:ResourceType>${type}</rasd:ResourceType>${content}</Item>`;
}

/** Memory as VMware writes it. */
export const MEMORY = item(
  4,
  '<rasd:AllocationUnits>byte * 2^20</rasd:AllocationUnits><rasd:VirtualQuantity>256</rasd:VirtualQuantity>',
);

const NAMESPACES =
  'xmlns="http://schemas.dmtf.org/ovf/envelope/1" xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1" xmlns:rasd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

/** A description as VMware writes it, with a disk for each file. */
export function vmwareOvf(options: OvfOptions = {}): string {
  const {
    files = ['ovf:href="disk1.vmdk"'],
    items = `${item(3, '<rasd:VirtualQuantity>1</rasd:VirtualQuantity>')}${MEMORY}`,
  } = options;
  const disks = options.disks ?? files.map((_, index) => `ovf:fileRef="file${index}"`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<Envelope ${NAMESPACES}>
  <References>${files.map((file, index) => `<File ovf:id="file${index}" ${file}/>`).join('')}</References>
  <DiskSection><Info>disks</Info>${disks.map((disk, index) => `<Disk ovf:diskId="d${index}" ${disk}/>`).join('')}</DiskSection>
  <VirtualSystem ovf:id="vm">
    <VirtualHardwareSection>
      <System/>
      ${items}
      ${item(15, '<rasd:HostResource/>')}
      ${disks.map((_, index) => item(17, `<rasd:HostResource>ovf:/disk/d${index}</rasd:HostResource>`)).join('')}
    </VirtualHardwareSection>
  </VirtualSystem>
</Envelope>
`;
}

/** A description as oVirt writes it; images are named by their group and id. */
export function ovirtOvf(images: readonly string[], memory = '256', unit = 'MegaBytes'): string {
  const cpu = item(3, '<rasd:num_of_sockets>2</rasd:num_of_sockets><rasd:cpu_per_socket>3</rasd:cpu_per_socket>');
  const quantity = `<rasd:AllocationUnits>${unit}</rasd:AllocationUnits><rasd:VirtualQuantity>${memory}</rasd:VirtualQuantity>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<ovf:Envelope ${NAMESPACES}>
  <References>${images.map((image) => `<File ovf:href="${image}" ovf:id="${image.split('/').at(-1)}"/>`).join('')}</References>
  <Section xsi:type="ovf:DiskSection_Type"/>
  <Content ovf:id="out" xsi:type="ovf:VirtualSystem_Type">
    <Section ovf:id="x" xsi:type="ovf:OperatingSystemSection_Type"/>
    <Section xsi:type="ovf:VirtualHardwareSection_Type">
      ${cpu}${item(4, quantity)}
      ${images.map((image) => item(17, `<rasd:HostResource>${image}</rasd:HostResource>`)).join('')}
    </Section>
  </Content>
</ovf:Envelope>
`;
}
