import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attachedHost } from './attached-host.ts';
import { failMain, makeJob, openStateDirectory, succeed } from './job.ts';
import { expectNothingLeft } from './leftovers.ts';

const { ssh } = attachedHost();

// Without a directory of its own below /var/lib, everything of this user lies below a home that nobody else may enter.
beforeAll(async () => await ssh.script('root', 'rm -rf /var/lib/lago; test "$(stat -c %a /home/runner)" = 700'));

afterAll(async () => await openStateDirectory(ssh));

describe('the action of a user whose files the QEMU user cannot reach', () => {
  it('names the directory that is in the way and the command that opens it, and leaves nothing', async () => {
    const job = await makeJob(ssh, 'unreachable');
    expect(await failMain(job)).toEqual([
      expect.stringMatching(/libvirt-qemu.*the directory \/home\/runner .*setfacl/s),
    ]);
    await succeed(job, { phase: 'post' });
    await expectNothingLeft(ssh);
  });
});
