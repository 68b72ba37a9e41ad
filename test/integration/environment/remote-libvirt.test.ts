import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { destroyEnvironments, type Environment, init, loadEnv } from '../../../src/index.ts';
import { codeIn } from '../../support/guest.ts';
import { type RemoteLibvirt, startRemoteLibvirt } from '../../support/remote-libvirt.ts';
import { libvirtTraces, microFile, type Sandbox, sandbox } from '../../support/sandbox.ts';

let box: Sandbox;
let remote: RemoteLibvirt;
let env: Environment;

/** Everything of Lago's on the other host. */
function traces(): string[] {
  const virsh = (...args: readonly string[]) => remote.run('virsh', '-q', ...args).split('\n');
  const names = ['list', 'net-list', 'pool-list'].flatMap((list) => virsh(list, '--all', '--name'));
  const files = remote.run('find', '/var/lib/libvirt/images', '-mindepth', '1').split('\n');
  return [...names, ...files]
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .toSorted();
}

beforeAll(async () => {
  box = sandbox();
  remote = await startRemoteLibvirt();
  const file = JSON.parse(microFile(['web', 'db'], { artifacts: ['/var/log'] }));
  file.domains.db.disks.push({ type: 'empty', name: 'data', size: '64M', dev: 'vdb', format: 'qcow2' });
  box.write('LagoInitFile', JSON.stringify(file));
  env = await init({ ...box.options, libvirtUrl: remote.url });
  await env.start();
});

afterAll(async () => {
  await env?.destroy();
  expect(traces()).toEqual([]);
  await remote?.stop();
  expect(box.leftovers()).toEqual([]);
  box.remove();
});

it('machines run on the other host, with all of their files, and are reached through it', async () => {
  expect(remote.run('virsh', '-q', 'list', '--name')).toContain(`${env.uuid.slice(0, 8)}-web`);
  expect(libvirtTraces(env.uuid)).toEqual([]);
  await expect.poll(() => codeIn(env.vm('web'), 'ping -c 1 -W 20 db')).toBe(0);
  expect((await env.vm('db').ssh('wc -c < /dev/vdb')).out.trim()).toBe(String(64 * 1024 * 1024));
  expect((await env.status()).Prefix.VMs).toMatchObject({ web: { status: 'running' }, db: { status: 'running' } });
  // One template for both, sent once.
  expect(traces().filter((name) => /-root\.qcow2$|_root\.qcow2$/.test(name))).toHaveLength(2);
});

it('files, evidence and artifacts come from there', async () => {
  await env.vm('web').copyTo(join(box.common.cwd, 'LagoInitFile'), '/root/copied');
  await env.vm('web').copyFrom('/root/copied', join(box.root, 'back'));
  expect(readFileSync(join(box.root, 'back'), 'utf8')).toBe(readFileSync(join(box.common.cwd, 'LagoInitFile'), 'utf8'));
  const out = join(box.root, 'out');
  expect(await env.collectArtifacts(out, { diagnostics: true })).toMatchObject([
    { vm: 'web', collected: ['/var/log'] },
    { vm: 'db', collected: ['/var/log'] },
  ]);
  expect(existsSync(join(out, 'web/web-screenshot.png'))).toBe(true);
  expect(readFileSync(join(out, 'web/web-serial.log'), 'utf8')).toContain('Run /init as init process');
});

it('ssh finds the way with the configuration that is printed', () => {
  const config = box.write('ssh-config', env.sshConfig());
  expect(execFileSync('ssh', ['-F', config, 'web', 'hostname'], { encoding: 'utf8' })).toBe('web\n');
});

it('what guests wrote is kept over a stop and a start', async () => {
  await env.vm('web').ssh('echo kept > /root/file; sync');
  await env.stop(['web']);
  await using other = await loadEnv(box.common);
  await other.start({ vms: ['web'] });
  expect((await other.vm('web').ssh('cat /root/file')).out).toBe('kept\n');
});

it('what cannot be done there is refused by name', async () => {
  await expect(env.snapshot('one')).rejects.toMatchObject({
    code: 'OPERATION_UNSUPPORTED',
    message: expect.stringMatching(/^VM web: the provider local-libvirt cannot /),
  });
  const ports = JSON.parse(microFile(['web'], { ports: ['8080:80'] }));
  box.write('Ports', JSON.stringify(ports));
  const refused = init({ ...box.options, initFile: 'Ports', workdir: 'ports', libvirtUrl: remote.url });
  await expect(refused).rejects.toMatchObject({ code: 'REMOTE_UNSUPPORTED' });
  expect(existsSync(join(box.common.cwd, 'ports'))).toBe(false);
});

it('an environment that was never started leaves nothing there either, from its record alone', async () => {
  const before = traces();
  const second = await init({ ...box.options, workdir: 'second', libvirtUrl: remote.url });
  expect(traces().length).toBeGreaterThan(before.length);
  // As when that host was started anew meanwhile.
  remote.run('virsh', '-q', 'pool-destroy', `lago-${second.uuid.slice(0, 8)}`);
  expect(await destroyEnvironments({ ...box.common, uuid: second.uuid })).toEqual([second.uuid]);
  expect(traces()).toEqual(before);
});
