import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { destroyEnvironments, type Environment, init, listEnvironments, loadEnv } from '../../../src/index.ts';
import { codeIn } from '../../support/guest.ts';
import { expectNothingLeft, libvirtTraces, microFile, type Sandbox, sandbox } from '../../support/sandbox.ts';

let box: Sandbox;
beforeEach(() => {
  box = sandbox();
});
afterEach(async () => {
  await expectNothingLeft(box);
  box.remove();
});

it('brings up two machines on two networks, reaches them and leaves nothing', async () => {
  const two = JSON.parse(
    microFile(['web', 'db'], {
      nics: [{ net: 'lago' }, { net: 'data', ip: '10.0.0.77' }],
      artifacts: ['/var/log', '/nope'],
    }),
  );
  two.nets.data = { type: 'nat', dhcp: { start: 100, end: 254 } };
  two.domains.db.nics = [{ net: 'lago' }, { net: 'data' }];
  box.write('LagoInitFile', JSON.stringify(two));
  const env = await init(box.options);
  try {
    await env.start();
    const web = env.vm('web');
    expect(await web.state()).toBe('running');
    expect(web.ipsInNet('data')[0]).toMatch(/^192\.168\.\d+\.77$/);
    expect((await web.ssh(['hostname'])).out.trim()).toBe('web');
    // Both resolve each other by name, over the management network's DNS.
    await expect.poll(() => codeIn(web, 'ping -c 1 -W 20 db')).toBe(0);
    const overData = `ping -c 1 -W 20 ${web.ipsInNet('data')[0]}`;
    await expect.poll(() => codeIn(env.vm('db'), overData)).toBe(0);
    await expect(web.ssh('exit 3')).rejects.toMatchObject({ code: 'COMMAND_FAILED' });
    expect(await web.ssh('echo out; echo err >&2; exit 3', { check: false })).toMatchObject({
      code: 3,
      out: 'out\n',
      err: 'err\n',
    });

    // Starting what runs is harmless; another process sees the same environment.
    await env.start();
    await using other = await loadEnv(box.common);
    expect(other.uuid).toBe(env.uuid);
    expect((await other.vm('db').ssh('hostname')).out.trim()).toBe('db');

    // Overlays start small.
    expect(statSync(join(env.prefix, 'images', 'web_root.qcow2')).blocks * 512).toBeLessThan(5 * 1024 * 1024);
    await web.copyTo(join(box.common.cwd, 'LagoInitFile'), '/root/copied');
    await web.copyFrom('/root/copied', join(box.common.cwd, 'back'));
    expect(readFileSync(join(box.common.cwd, 'back'), 'utf8')).toBe(JSON.stringify(two));

    const out = join(box.root, 'out');
    const reports = await env.collectArtifacts(out, { diagnostics: true });
    expect(reports).toMatchObject([
      { vm: 'web', collected: ['/var/log'], missing: ['/nope'] },
      { vm: 'db', collected: ['/var/log'], missing: ['/nope'] },
    ]);
    expect(existsSync(join(out, 'web', '_var_log'))).toBe(true);
    expect(
      readFileSync(join(out, 'web', 'web-screenshot.png'))
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    expect(readFileSync(join(out, 'lago.log'), 'utf8')).toContain('Start environment');

    // A partial stop keeps the networks that the other machine uses.
    await env.stop(['web']);
    const status = (await env.status()).Prefix;
    expect(status.VMs.web?.status).toBe('down');
    expect(status.VMs.db?.status).toBe('running');
    expect(status.Networks.data?.status).toBe('up');
    await expect(web.ssh('true')).rejects.toMatchObject({ code: 'VM_NOT_RUNNING' });
    await env.stop();
    expect((await env.status()).Prefix.Networks.lago?.status).toBe('down');
  } finally {
    await env.destroy();
  }
  expect(libvirtTraces(env.uuid)).toEqual([]);
  expect(existsSync(env.prefix)).toBe(false);
});

it('keeps what guests wrote over a stop and a start', async () => {
  box.write('LagoInitFile', microFile(['vm0']));
  const env = await init(box.options);
  try {
    await env.start();
    await env.vm('vm0').ssh('echo kept > /root/file; sync');
    await env.stop();
    await env.start();
    expect((await env.vm('vm0').ssh('cat /root/file')).out).toBe('kept\n');
  } finally {
    await env.destroy();
  }
});

it('destroys twice, and without the directory, from the owner record alone', async () => {
  box.write('LagoInitFile', microFile(['vm0']));
  const env = await init(box.options);
  await env.start({ wait: false });
  rmSync(join(box.common.cwd, '.lago'), { recursive: true });
  expect((await listEnvironments(box.common)).map((entry) => entry.uuid)).toEqual([env.uuid]);
  expect(await destroyEnvironments({ ...box.common, uuid: env.uuid })).toEqual([env.uuid]);
  expect(await destroyEnvironments({ ...box.common, uuid: env.uuid })).toEqual([]);
  await env.destroy();
  expect(libvirtTraces(env.uuid)).toEqual([]);
});

it('removes what it had started when one machine does not come up, and shows the evidence', async () => {
  const file = JSON.parse(microFile(['good', 'bad']));
  file.domains.bad.bootstrap = false;
  // Times 4, without KVM. The other one has all the time that it needs.
  file.domains.bad.boot_time_sec = 5;
  file.domains.bad.disks = [{ type: 'file', name: 'root', path: 'broken.raw', dev: 'vda', format: 'raw' }];
  box.write('broken.raw', '\0'.repeat(1024 * 1024));
  box.write('LagoInitFile', JSON.stringify(file));
  const env = await init(box.options);
  try {
    const failure = await failureOf(env);
    expect(failure).toMatchObject({ code: 'SSH_TIMEOUT', exitCode: 1 });
    expect(failure.message).toContain('VM bad');
    expect(failure.hint).toContain(join(env.prefix, 'logs'));
    const screenshot = /screenshot: (\S+\.png)/.exec(failure.hint)?.[1] ?? '';
    expect(readFileSync(screenshot).subarray(1, 4).toString()).toBe('PNG');
    expect(Object.values((await env.status()).Prefix.VMs).map((vm) => vm.status)).toEqual(['down', 'down']);
    expect(libvirtTraces(env.uuid)).toEqual([]);
  } finally {
    await env.destroy();
  }
});

it('D29: leaves what ran before as it was when a start fails', async () => {
  const file = JSON.parse(microFile(['good', 'bad']));
  file.nets.data = { type: 'nat', dhcp: { start: 100, end: 254 } };
  file.domains.bad.bootstrap = false;
  file.domains.bad.nics.push({ net: 'data' });
  file.domains.bad.disks = [{ type: 'file', name: 'root', path: 'broken.raw', dev: 'vda', format: 'raw' }];
  box.write('broken.raw', '\0'.repeat(1024 * 1024));
  box.write('LagoInitFile', JSON.stringify(file));
  const env = await init(box.options);
  try {
    await env.start({ vms: ['good'] });
    await env.vm('good').ssh('touch /tmp/not-restarted');
    // One machine that answers does not save the call, and one that is too slow to is no matter here.
    await expect(env.start({ sshTimeout: 1 })).rejects.toMatchObject({ code: 'SSH_TIMEOUT' });
    const { VMs: vms, Networks: nets } = (await env.status()).Prefix;
    expect([vms.good?.status, vms.bad?.status]).toEqual(['running', 'down']);
    expect([nets.lago?.status, nets.data?.status]).toEqual(['up', 'down']);
    await env.vm('good').ssh('test -e /tmp/not-restarted');
  } finally {
    await env.destroy();
  }
});

async function failureOf(env: Environment): Promise<{ message: string; hint: string }> {
  const error: unknown = await env.start().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof Error && 'hint' in error) return { ...error, message: error.message, hint: String(error.hint) };
  throw new Error(`the start did not fail as expected: ${String(error)}`);
}
