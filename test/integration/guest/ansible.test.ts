import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exec } from '../../../src/guest/exec.ts';
import { run, tryRun } from '../../../src/host/exec.ts';
import { ansibleInventory, ansibleInventoryYaml } from '../../../src/inventory/ansible.ts';
import type { InventoryHost } from '../../../src/inventory/host.ts';
import { sshConfig } from '../../../src/inventory/ssh-config.ts';
import { type Sshd, setUpSshd } from './support/sshd.ts';

let sshd: Sshd;
let hosts: InventoryHost[];

beforeAll(async () => {
  sshd = await setUpSshd({ config: 'Subsystem sftp internal-sftp' });
  await using guest = sshd.connection();
  await exec(guest, 'true');
  const knownHostsFile = join(sshd.directory, 'known_hosts');
  await writeFile(knownHostsFile, `vm-0,${sshd.address} ${await sshd.hostKeys.load()}\n`);
  hosts = [
    {
      name: 'vm-0',
      ip: sshd.address,
      user: sshd.user,
      privateKeyFile: sshd.keys.privateKeyFile,
      knownHostsFile,
      spec: { 'vm-type': 'default', 'vm-provider': 'local-libvirt', groups: ['web-servers'] },
      groups: ['web-servers'],
    },
  ];
});

afterAll(async () => {
  await sshd[Symbol.asyncDispose]();
});

/** Settings that keep Ansible's files in our directory, and leave no connection behind. */
const environment = () => ({
  HOME: sshd.directory,
  LC_ALL: 'C.UTF-8',
  ANSIBLE_LOCAL_TEMP: join(sshd.directory, 'local'),
  ANSIBLE_REMOTE_TEMP: '/tmp/lago-ansible',
  ANSIBLE_SSH_ARGS: '-o ControlMaster=no -o PreferredAuthentications=publickey',
  ANSIBLE_NOCOLOR: '1',
  ANSIBLE_TIMEOUT: '120',
  ANSIBLE_PYTHON_INTERPRETER: '/usr/bin/python3',
});

/** Writes an inventory for Ansible to read. */
async function fileOf(inventory: string): Promise<string> {
  const file = join(sshd.directory, 'inventory.yaml');
  await writeFile(file, inventory);
  return file;
}

async function ping(inventory: string, pattern: string) {
  return await tryRun('ansible', ['-i', await fileOf(inventory), '-m', 'ping', pattern], { env: environment() });
}

describe('inventories, with Ansible', () => {
  it.each([
    ['lago', ['groups=web-servers', 'vm-provider=local-libvirt', 'vm-type=default', 'web-servers']],
    ['valid', ['groups_web_servers', 'vm_provider_local_libvirt', 'vm_type_default', 'web_servers']],
  ] as const)('have the machine in every group: names of kind %s', async (groupNames, groups) => {
    const file = await fileOf(ansibleInventory(hosts, { groupNames }));
    const { stdout, stderr } = await run('ansible-inventory', ['-i', file, '--list'], { env: environment() });
    const { _meta, all, ungrouped, ...listed } = JSON.parse(stdout);
    expect(Object.keys(listed).sort()).toEqual(groups);
    for (const group of Object.values(listed)) expect(group).toEqual({ hosts: ['vm-0'] });
    expect(_meta.hostvars['vm-0']).toMatchObject({
      ansible_host: sshd.address,
      ansible_ssh_private_key_file: sshd.keys.privateKeyFile.replace('%', '%%'),
      ansible_user: sshd.user,
    });
    if (groupNames === 'valid') expect(stderr).toBe('');
  });

  it('reach every machine once, by names of either kind', async () => {
    for (const pattern of ['vm-type=default', 'vm_type_default']) {
      const { stdout } = await ping(ansibleInventory(hosts), pattern);
      expect(stdout.match(/SUCCESS/g)).toHaveLength(1);
    }
  });

  it('reach every machine in YAML form, without a warning', async () => {
    const { stdout, stderr } = await ping(ansibleInventoryYaml(hosts), 'vm_provider_local_libvirt');
    expect(stdout).toContain('vm-0 | SUCCESS');
    expect(stderr).toBe('');
  });

  it('reach machines whose host key is not kept', async () => {
    const unpinned = hosts.map((host) => ({ ...host, knownHostsFile: undefined }));
    expect((await ping(ansibleInventory(unpinned), 'all')).stdout).toContain('SUCCESS');
  });

  it('do not reach a machine that shows another host key', async () => {
    const file = join(sshd.directory, 'other_hosts');
    await writeFile(file, `vm-0 ${sshd.keys.publicKey}\n`);
    const inventory = ansibleInventory(hosts.map((host) => ({ ...host, knownHostsFile: file })));
    expect(await ping(inventory, 'all')).toMatchObject({ code: 4, stdout: expect.stringContaining('UNREACHABLE') });
  });
});

describe('the ssh configuration, with ssh', () => {
  it('reaches machines by name, with the pinned key only', async () => {
    const file = join(sshd.directory, 'ssh_config');
    await writeFile(file, sshConfig(hosts));
    const env = { HOME: sshd.directory };
    const { stdout, stderr } = await run('ssh', ['-F', file, '-o', 'BatchMode=yes', 'vm-0', 'echo', 'here'], { env });
    expect({ stdout, stderr }).toEqual({ stdout: 'here\n', stderr: '' });
    const other = join(sshd.directory, 'other_hosts');
    await writeFile(other, `vm-0 ${sshd.keys.publicKey}\n`);
    await writeFile(file, sshConfig(hosts.map((host) => ({ ...host, knownHostsFile: other }))));
    expect((await tryRun('ssh', ['-F', file, '-o', 'BatchMode=yes', 'vm-0', 'true'], { env })).code).toBe(255);
  });
});
