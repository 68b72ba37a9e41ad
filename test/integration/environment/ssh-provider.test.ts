import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Environment, init, loadEnv } from '../../../src/index.ts';
import { libvirtTraces, microFile, type Sandbox, sandbox } from '../../support/sandbox.ts';
import { type Sshd, setUpSshd } from '../guest/support/sshd.ts';

let box: Sandbox;
let sshd: Sshd;
let env: Environment;

/** The file with one machine of libvirt and one that exists already. */
function mixedFile(): string {
  const file = JSON.parse(microFile(['vm0']));
  file.domains.host = {
    'vm-provider': 'ssh',
    address: sshd.address,
    'ssh-user': sshd.user,
    'ssh-key': 'ci-key',
    bootstrap: true,
    groups: ['builders'],
    artifacts: [join(sshd.directory, 'results')],
  };
  return JSON.stringify(file);
}

beforeAll(async () => {
  box = sandbox();
  sshd = await setUpSshd({ config: `SetEnv HOME="${box.root}"` });
  cpSync(sshd.keys.privateKeyFile, join(box.common.cwd, 'ci-key'));
  box.write('LagoInitFile', mixedFile());
  env = await init(box.options);
  await env.start();
});

afterAll(async () => {
  await env?.destroy();
  await sshd?.[Symbol.asyncDispose]();
  expect(box.leftovers()).toEqual([]);
  expect(libvirtTraces(env.uuid)).toEqual([]);
  box.remove();
});

it('a machine that exists already and one of libvirt are used alike', async () => {
  expect((await env.status()).Prefix.VMs).toMatchObject({ vm0: { status: 'running' }, host: { status: 'running' } });
  expect((await env.vm('vm0').ssh('hostname')).out).toBe('vm0\n');
  expect((await env.vm('host').ssh('echo $SSH_CONNECTION')).out).toContain(` ${sshd.address} 22`);
  const place = join(sshd.directory, 'results');
  await env.vm('host').copyTo(join(box.common.cwd, 'LagoInitFile'), place);
  await env.vm('host').copyFrom(place, join(box.root, 'back'));
  expect(readFileSync(join(box.root, 'back'), 'utf8')).toBe(mixedFile());
  const out = join(box.root, 'out');
  expect(await env.collectArtifacts(out, { diagnostics: true })).toMatchObject([
    { vm: 'vm0' },
    { vm: 'host', collected: [place], missing: [] },
  ]);
});

it('it is in the inventory and the configuration of ssh, with its own key, its host key pinned', () => {
  const [, line = ''] = /\[groups=builders\]\n(.*)/.exec(env.ansibleInventory()) ?? [];
  expect(line).toContain(`host ansible_host=${sshd.address}`);
  const config = box.write('ssh-config', env.sshConfig());
  expect(config && execFileSync('ssh', ['-F', config, 'host', 'echo', 'in'], { encoding: 'utf8' })).toBe('in\n');
  expect(readFileSync(env.paths.knownHosts, 'utf8')).toMatch(new RegExp(`^host,${sshd.address} ssh-ed25519 `, 'm'));
});

it("with bootstrap: true it lets the environment's key in, once", async () => {
  await env.start();
  const publicKey = readFileSync(env.paths.publicKey, 'utf8').trim();
  expect(readFileSync(join(box.root, '.ssh/authorized_keys'), 'utf8')).toBe(`${publicKey}\n`);
});

it('snapshots and reverts of all machines pass it over, and it cannot be asked for one', async () => {
  await expect(env.snapshot('of it', { vms: ['host'] })).rejects.toMatchObject({ code: 'OPERATION_UNSUPPORTED' });
  const { vms } = await env.snapshot('all');
  expect(Object.keys(vms)).toEqual(['vm0']);
  expect(box.messages('info')).toContainEqual(expect.stringMatching(/^VM host exists already .* left as it is$/));
  await env.vm('vm0').ssh('echo later > /root/later; sync');
  await expect(env.revert('all', { vms: ['host'] })).rejects.toMatchObject({ code: 'SNAPSHOT_UNKNOWN' });
  await env.revert('all');
  expect((await env.vm('vm0').ssh('ls /root')).out).not.toContain('later');
  expect((await env.vm('host').ssh('echo still here')).out).toBe('still here\n');
  await env.deleteSnapshot('all');
});

it('stop leaves it alone, and the networks of the others do not wait for it', async () => {
  await env.stop();
  const { VMs, Networks } = (await env.status()).Prefix;
  expect(VMs).toMatchObject({ vm0: { status: 'down' }, host: { status: 'running' } });
  expect(Networks.lago?.status).toBe('down');
  expect((await env.vm('host').ssh('echo still here')).out).toBe('still here\n');
});

it('exports of all machines have it in their init file, as it is entered from anywhere', async () => {
  await expect(env.exportVms({ vms: ['host'] })).rejects.toMatchObject({ code: 'OPERATION_UNSUPPORTED' });
  const directory = join(box.root, 'exported');
  const { vms, initFile = '' } = await env.exportVms({ directory });
  expect(vms).toEqual({ vm0: [join(directory, 'vm0_root.qcow2')] });
  const { host } = parse(readFileSync(initFile, 'utf8')).domains;
  expect(host).toMatchObject({ address: sshd.address, 'ssh-key': join(box.common.cwd, 'ci-key') });
  expect(host).not.toHaveProperty('disks');
  await using again = await init({ ...box.options, initFile, workdir: 'again' });
  expect((await again.vm('host').ssh('echo in')).out).toBe('in\n');
  await again.destroy();
});

it('is reported as down, in time, when nobody answers, and not trusted when somebody else does', async () => {
  await using other = await loadEnv(box.common);
  await other.close();
  await sshd.stop();
  await expect(other.vm('host').ssh('true')).rejects.toMatchObject({
    code: 'VM_NOT_RUNNING',
    hint: expect.stringContaining(`${sshd.address}, port 22`),
  });
  await expect(other.start({ vms: ['host'], sshTimeout: 1 })).rejects.toMatchObject({ code: 'SSH_TIMEOUT' });
  await sshd.start({ newHostKey: true });
  await expect(other.start({ vms: ['host'], sshTimeout: 60 })).rejects.toMatchObject({ code: 'HOST_KEY_CHANGED' });
});

it('needs no libvirt where there is nothing else, and outlives the environment', async () => {
  const alone = JSON.parse(mixedFile());
  delete alone.domains.vm0;
  delete alone.nets;
  box.write('Alone', JSON.stringify(alone));
  const options = { ...box.options, initFile: 'Alone', workdir: 'alone', libvirtUrl: 'test:///nowhere' };
  const only = await init(options);
  await only.start();
  expect((await only.vm('host').ssh('echo alone')).out).toBe('alone\n');
  await expect(only.snapshot('nothing')).rejects.toMatchObject({ code: 'OPERATION_UNSUPPORTED' });
  const { initFile = '' } = await only.exportVms({ directory: join(box.root, 'exported-alone') });
  expect(Object.keys(parse(readFileSync(initFile, 'utf8')))).toEqual(['domains']);
  await only.destroy();
  expect(existsSync(join(box.common.cwd, 'alone'))).toBe(false);
  const connection = sshd.connection();
  expect(await connection.connect().then(() => true)).toBe(true);
  await connection.close();
});
