import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { settleGuest } from '../../../src/environment/settle.ts';
import type { GuestConnection } from '../../../src/guest/connection.ts';
import { createLogger } from '../../../src/host/log.ts';
import type { DomainPlan } from '../../../src/providers/plan.ts';
import { domainPlan } from '../disks/domain-plan.ts';
import { connectTo } from '../guest/support/guest.ts';
import { startServer, type TestServer } from '../guest/support/ssh-server.ts';

/** What a command reads, by its text; commands with a text in `failing` fail. */
let inputs: Map<string, string>;
let failing: string;
let warnings: string[];
let server: TestServer;
let connection: GuestConnection;
beforeEach(async () => {
  inputs = new Map();
  failing = ' never ';
  warnings = [];
  server = await startServer({
    onExec: (command, channel) => {
      inputs.set(command, '');
      channel.on('data', (data: Buffer) => inputs.set(command, `${inputs.get(command)}${data}`));
      channel.on('end', () => {
        if (command.includes(failing)) channel.stderr.write('no such luck\n');
        channel.exit(command.includes(failing) ? 1 : 0);
        channel.end();
      });
      return true;
    },
  });
  connection = connectTo(server.port);
});
afterEach(async () => {
  await connection.close();
  await server[Symbol.asyncDispose]();
});

async function settle(more: Partial<DomainPlan>, user = 'root'): Promise<string[]> {
  const log = createLogger((event) => {
    if (event.kind === 'message' && event.level === 'warning') warnings.push(event.text);
  });
  await settleGuest(connection, user, domainPlan(more), { log });
  return [...inputs.keys()];
}

const smbios = { provisioning: { kind: 'smbios' } } as const;
const share = { source: '/a', tag: 'share0', target: "/srv/it's", type: '9p', readonly: true } as const;

describe('a guest that answers', () => {
  test('is left alone when it was told everything before it booted', async () => {
    expect(await settle({ rootPassword: 'x', provisioning: { kind: 'cloud-init' } })).toEqual([]);
  });

  test('gets its name and its passwords where it was provisioned over SMBIOS; no password is in a command', async () => {
    const [name = '', passwords = ''] = await settle({
      ...smbios,
      sshUser: 'ci',
      sshPassword: 'a:b',
      rootPassword: "c'd",
    });
    expect(name).toContain('hostname web');
    expect(passwords).toBe('chpasswd');
    expect(inputs.get('chpasswd')).toBe("ci:a:b\nroot:c'd\n");
  });

  test('is asked by sudo when somebody else than root got in', async () => {
    const commands = await settle({ ...smbios, rootPassword: 'x' }, 'ci');
    expect(commands[1]).toBe('sudo -n sh -c chpasswd');
  });

  test('that does not take them is warned about', async () => {
    failing = 'chpasswd';
    await settle({ ...smbios, rootPassword: 'secret' });
    expect(warnings).toEqual(['VM web could not be given its passwords: no such luck']);
  });

  test('mounts what has a place, as the file says', async () => {
    const shares = [
      share,
      { ...share, tag: 'rw', target: '/b', readonly: false },
      { ...share, tag: 'fs', target: '/c', type: 'virtiofs', readonly: false } as const,
      { source: '/a', tag: 'none', type: '9p', readonly: true } as const,
    ];
    const commands = await settle({ shares });
    expect(commands).toHaveLength(3);
    const place = "'/srv/it'\\''s'";
    expect(commands[0]).toContain(
      `mkdir -p ${place} && mount -t 9p -o trans=virtio,version=9p2000.L,msize=262144,ro share0 ${place}`,
    );
    expect(commands[1]).toContain('msize=262144,rw rw /b');
    expect(commands[2]).toContain('mount -t virtiofs -o rw fs /c');
  });

  test('that cannot mount is an error', async () => {
    failing = 'mount -t';
    await expect(settle({ shares: [share] })).rejects.toMatchObject({
      code: 'SHARE_MOUNT_FAILED',
      message: "VM web cannot mount the share share0 at /srv/it's: no such luck",
      hint: expect.stringContaining('9p over virtio'),
    });
  });
});
