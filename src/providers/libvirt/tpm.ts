import { toolFailed } from '../../host/exec.ts';
import type { ProviderContext } from '../provider.ts';
import type { Virsh } from './virsh.ts';
import { element, renderXml } from './xml.ts';

/**
 * Removes what an emulated TPM has stored, which outlives its transient domain and which only libvirt may touch. libvirt
 * removes it with a persistent domain of the same uuid whose TPM does not ask to be kept, so one is defined for a moment.
 *
 * @throws {ToolError} `TOOL_FAILED`
 */
export async function removeTpmState(
  virsh: Virsh,
  { libvirtName, uuid }: { readonly libvirtName: string; readonly uuid: string },
  tag: string,
  context: ProviderContext,
): Promise<void> {
  const definition = renderXml(
    element(
      'domain',
      { type: 'qemu' },
      element('name', {}, libvirtName),
      element('uuid', {}, uuid),
      element('memory', { unit: 'MiB' }, 16),
      element('os', {}, element('type', {}, 'hvm')),
      element('devices', {}, element('tpm', {}, element('backend', { type: 'emulator', version: '2.0' }))),
    ),
  );
  const result = await virsh.tryCreate(['define'], definition, tag, { log: context.log });
  if (result.code !== 0) throw toolFailed('virsh', ['define', libvirtName], result);
  await virsh.tryOnObject(['undefine', libvirtName], { log: context.log });
}
