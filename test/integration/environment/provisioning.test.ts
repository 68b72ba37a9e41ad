import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Environment, init } from '../../../src/index.ts';
import { outIn } from '../../support/guest.ts';
import { microFile, type Sandbox, sandbox } from '../../support/sandbox.ts';

let box: Sandbox;
/** The init file. */
let text: string;
let env: Environment;

const disk = (template: string) => ({
  disks: [{ template_name: template, type: 'template', name: 'root', dev: 'vda', format: 'qcow2' }],
});

beforeAll(async () => {
  box = sandbox();
  const file = JSON.parse(microFile(['smbios', 'seeded', 'prepared'], { memory: 512 }));
  Object.assign(file.domains.smbios, disk('debian12'), { nics: [{ net: 'lago' }, { net: 'data' }] });
  const userData = { write_files: [{ path: '/srv/said', content: 'by the init file' }] };
  Object.assign(file.domains.seeded, disk('debian12-cloudinit'), { 'cloud-init': { 'user-data': userData } });
  const build = [{ 'virt-customize': { mkdir: '/srv/built', upload: 'LagoInitFile:/srv/built/file' } }];
  Object.assign(file.domains.prepared, {
    disks: [{ ...disk('debian12-plain').disks[0], build }],
    'ssh-user': 'ci',
    'ssh-password': 'of ci',
    'root-password': 'of root',
  });
  file.nets.data = { type: 'nat', dhcp: { start: 100, end: 254 } };
  text = JSON.stringify(file);
  box.write('LagoInitFile', text);
  env = await init(box.options);
  await env.start();
}, 900_000);
afterAll(async () => {
  await env?.destroy();
  expect(box.leftovers()).toEqual([]);
  box.remove();
});

it('enters guests by SMBIOS credentials, by a cloud-init seed and by libguestfs', async () => {
  expect([...env.plan.domains.values()].map((domain) => domain.provisioning.kind)).toEqual([
    'smbios',
    'cloud-init',
    'guestfs',
  ]);
  for (const [name, vm] of env.getVms()) {
    expect((await vm.ssh('hostname')).out.trim()).toBe(name);
    // SSH answers before cloud-init has finished with the network's names. virt-sysprep notes a Debian guest's name
    // without its domain, as it did for Lago.
    const fqdn = async () => (await vm.ssh('hostname -f')).out.trim();
    const expected = name === 'prepared' ? name : `${name}.lago.local`;
    await expect.poll(fqdn, { timeout: 120_000, interval: 1000 }).toBe(expected);
    expect((await vm.ssh('id -un')).out.trim()).toBe(name === 'prepared' ? 'ci' : 'root');
    await expect.poll(() => outIn(vm, 'getent ahostsv4 seeded')).toContain(env.vm('seeded').ip());
  }
  expect((await env.vm('prepared').ssh('cat /srv/built/file')).out).toBe(text);
  // Root's password is good for su, and what it shows is what sudo would go by.
  expect((await env.vm('prepared').ssh("su -c 'cat /etc/sudoers.d/90-lago-ci'", { stdin: 'of root\n' })).out).toContain(
    'ci ALL=(ALL) NOPASSWD:ALL\n',
  );
  const said = async () => (await env.vm('seeded').ssh('cat /srv/said', { check: false })).out;
  await expect.poll(said, { timeout: 120_000, interval: 1000 }).toBe('by the init file');
  const addresses = () => outIn(env.vm('smbios'), 'ip -4 -o addr');
  for (const ip of env.vm('smbios').allIps()) await expect.poll(addresses).toContain(`inet ${ip}/24`);
  // Each guest made host keys and a machine id of its own.
  const ids = new Set<string>();
  for (const vm of env.getVms().values())
    ids.add((await vm.ssh('cat /etc/machine-id /etc/ssh/ssh_host_*_key.pub')).out);
  expect(ids.size).toBe(3);
});

it('services of a guest with systemd are asked for, started and stopped', async () => {
  const vm = env.vm('smbios');
  const ssh = await vm.service('ssh');
  await expect.poll(() => ssh.state(), { timeout: 120_000, interval: 1000 }).toBe('active');
  const unit = '[Service]\nExecStart=/bin/sleep infinity\n';
  await vm.ssh('cat >/run/systemd/system/ours.service && systemctl daemon-reload', { stdin: unit });
  const ours = await vm.service('ours');
  expect([ours.provider, await ours.state()]).toEqual(['systemd', 'inactive']);
  await ours.start();
  const { out: first } = await vm.ssh('systemctl show --property=MainPID ours');
  await ours.restart();
  const { out: second } = await vm.ssh('systemctl show --property=MainPID ours');
  expect([await ours.alive(), second === first, first]).toEqual([true, false, expect.stringMatching(/^MainPID=[1-9]/)]);
  await ours.stop();
  expect(await ours.state()).toBe('inactive');
  const missing = await vm.service('missing');
  expect(await missing.exists()).toBe(false);
  await expect(missing.start()).rejects.toMatchObject({ code: 'SERVICE_MISSING' });
});
