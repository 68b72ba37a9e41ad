import { expect, test } from 'vitest';
import { HostError, ToolError } from '../../../src/host/errors.ts';
import { startFailed } from '../../../src/providers/libvirt/virsh.ts';

test.each([
  ["operation failed: Unable to find any firmware to satisfy 'efi'", 'FIRMWARE_UNAVAILABLE', 'ovmf (Debian, Ubuntu)'],
  ["Unable to find 'swtpm_setup' binary in $PATH: No such file or directory", 'TPM_UNAVAILABLE', 'swtpm-tools'],
  ['operation failed: Unable to find a satisfying virtiofsd', 'SHARE_UNAVAILABLE', 'type: 9p'],
  ['unsupported configuration: filesystem driver is not supported by this QEMU', 'SHARE_UNAVAILABLE', 'type: virtiofs'],
  ["cannot access storage file '/home/me/a' (as uid:1, gid:1): Permission denied", 'IMAGE_UNREACHABLE', 'namei'],
])('%s', (text, code, hint) => {
  const error = startFailed('web', new ToolError('TOOL_FAILED', `virsh create failed: error: ${text}`));
  expect(error).toBeInstanceOf(HostError);
  expect(error).toMatchObject({
    code,
    message: expect.stringContaining('VM web'),
    hint: expect.stringContaining(hint),
  });
});

test('what nobody can explain stays as it is', () => {
  const error = new ToolError('TOOL_FAILED', 'virsh create failed: error: internal error');
  expect(startFailed('web', error)).toBe(error);
});
