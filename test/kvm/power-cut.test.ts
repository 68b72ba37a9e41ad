import { afterAll, describe, expect, it } from 'vitest';
import { attachedHost } from './attached-host.ts';

const host = attachedHost();
const { ssh } = host;
const FILE = '/home/runner/before-the-cut';

afterAll(async () => await ssh.exec('root', ['rm', '-f', FILE]));

describe('a power cut', () => {
  it('ends everything that ran, and keeps the disk for the next boot', async () => {
    const bootId = await ssh.exec('root', ['cat', '/proc/sys/kernel/random/boot_id']);
    await ssh.script('runner', `echo kept >${FILE}; sync ${FILE}`);
    await host.powerCut();
    expect(await ssh.answers()).toBe(false);
    await host.boot();
    expect(await ssh.exec('runner', ['cat', FILE])).toBe('kept\n');
    expect(await ssh.exec('root', ['cat', '/proc/sys/kernel/random/boot_id'])).not.toBe(bootId);
  });
});
