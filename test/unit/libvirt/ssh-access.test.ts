import { describe, expect, it } from 'vitest';
import { processStream } from '../../../src/host/stream-process.ts';
import { routeThrough, sshAccess } from '../../../src/providers/libvirt/ssh-access.ts';

describe('the way to the host of a libvirt URL', () => {
  it.each([
    'qemu:///system',
    'qemu+unix:///system?socket=/x',
    'qemu+tcp://lab/system',
    'test:///default',
    'nonsense',
  ])('is none of ours for %s', (url) => {
    expect(sshAccess(url)).toBeUndefined();
  });

  it('is the one that libvirt itself takes', () => {
    const access = sshAccess('qemu+ssh://ci%40corp@lab:2222/system?keyfile=/keys/lab&no_verify=1&command=/opt/ssh');
    expect(access).toEqual({
      program: '/opt/ssh',
      options: [
        ...['-T', '-e', 'none', '-o', 'BatchMode=yes', '-o', 'LogLevel=ERROR'],
        ...['-p', '2222', '-i', '/keys/lab', '-o', 'StrictHostKeyChecking=no'],
      ],
      destination: 'ci@corp@lab',
    });
    expect(sshAccess('qemu+libssh://[fe80::1]/system')).toMatchObject({ program: 'ssh', destination: 'fe80::1' });
  });

  it('is written down for ssh as well, and cannot become an option of it', () => {
    const access = sshAccess('qemu+ssh://-oProxyCommand=x@lab/system');
    expect(access && routeThrough(access).proxyCommand).toBe(
      'ssh -T -e none -o BatchMode=yes -o LogLevel=ERROR -W %h:%p -- -oProxyCommand=x@lab',
    );
  });
});

describe('a stream to a program', () => {
  it('carries both ways and ends with it', async () => {
    const stream = processStream('cat', []);
    stream.end('there and back');
    expect(Buffer.concat(await stream.toArray()).toString()).toBe('there and back');
  });

  it('ends with the last thing that a failed program says', async () => {
    const stream = processStream('sh', ['-c', 'echo first >&2; echo no way there >&2; exit 255']);
    await expect(stream.toArray()).rejects.toThrow('no way there');
  });

  it.each(['write', 'end'] as const)('ends with what a program says that takes no more (%s)', async (call) => {
    const stream = processStream('sh', ['-c', 'exec 0<&-; echo no way there >&2; exit 255']);
    const ended = expect(stream.toArray()).rejects.toThrow('no way there');
    // More than a pipe takes.
    stream[call](Buffer.alloc(1_000_000));
    await ended;
  });

  it('names the signal that ended a program', async () => {
    await expect(processStream('sh', ['-c', 'kill -9 $$']).toArray()).rejects.toThrow('sh ended with SIGKILL');
  });

  it('ends with an error when there is no such program', async () => {
    await expect(processStream('/nonexistent/ssh', []).toArray()).rejects.toThrow('ENOENT');
  });

  it('keeps its error for who listens only after it has failed', async () => {
    const stream = processStream('/nonexistent/ssh', []);
    await new Promise((resolve) => stream.once('close', resolve));
    expect(stream.errored?.message).toContain('ENOENT');
  });
});
