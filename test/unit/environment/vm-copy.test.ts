import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { copyIn } from '../../../src/environment/vm-copy.ts';
import { GuestError } from '../../../src/host/errors.ts';

it('a guest is not waited for when there is nothing to copy', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'lago-copy-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const reach = vi.fn(() => Promise.reject(new GuestError('SSH_TIMEOUT', 'nobody answers')));
  await expect(copyIn(reach, join(directory, 'nope'), '/tmp/', {})).rejects.toMatchObject({
    code: 'LOCAL_PATH_MISSING',
  });
  expect(reach).not.toHaveBeenCalled();
  await expect(copyIn(reach, directory, '/tmp/', {})).rejects.toMatchObject({ code: 'SSH_TIMEOUT' });
});
