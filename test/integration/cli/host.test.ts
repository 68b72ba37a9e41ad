import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { expectNothingLeft, microFile, type Sandbox, sandbox } from '../../support/sandbox.ts';
import { lago, output } from './support.ts';

let box: Sandbox;
let cwd: string;

beforeEach(() => {
  box = sandbox();
  cwd = box.common.cwd;
});
afterEach(async () => {
  await expectNothingLeft(box);
  box.remove();
});

describe('lago plan and validate', () => {
  it('show what would be, and touch nothing', async () => {
    box.write('Env', microFile(['vm0', 'vm1']));
    const { domains, nets, xml } = JSON.parse(await output(box, ['plan', 'Env', '-f', 'json']));
    expect(domains.vm0).toMatchObject({
      mgmt_net: 'lago',
      nics: [{ net: 'lago', ip: domains.vm0.ip, mac: expect.stringMatching(/^54:52:/) }],
      disks: [{ template_name: 'micro', path: join(cwd, '.lago/default/images/vm0_root.qcow2') }],
    });
    expect(nets.lago).toMatchObject({ management: true, gw: domains.vm0.ip.replace(/\d+$/, '1') });
    expect(xml.domains.vm1).toMatch(/^<domain /);
    expect(xml.nets.lago).toMatch(/^<network/);
    expect(await output(box, ['plan', 'Env'])).toContain('    [vm1]:\n');
    expect(await output(box, ['validate', 'Env'])).toBe('ok\n');
    expect(readdirSync(cwd)).toEqual(['Env']);
    expect(existsSync(join(box.root, 'state/environments'))).toBe(false);
  });

  it('need no libvirt', async () => {
    box.write('LagoInitFile', microFile(['vm0']));
    const nowhere = ['--libvirt_url', 'qemu+unix:///system?socket=/nonexistent'];
    expect(await output(box, ['validate', ...nowhere])).toBe('ok\n');
    const { code, out, err } = await lago(box, ['plan', '-f', 'json', ...nowhere]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toHaveProperty('domains.vm0');
    expect(err).toContain('warning: libvirt does not answer');
  });

  it('hold to a lock file, which a verb writes', async () => {
    box.write('Env', microFile(['vm0']));
    expect(await lago(box, ['plan', '--frozen', 'Env'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('there is no lock file'),
    });
    expect(await lago(box, ['lock', '--check', 'Env'])).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^\+ {7}"name": "micro",$/m),
    });
    expect((await lago(box, ['lock', 'Env'])).err).toContain(`wrote ${join(cwd, 'Env.lock')}`);
    expect((await lago(box, ['lock', '--check', 'Env'])).code).toBe(0);
    expect(JSON.parse(await output(box, ['plan', '--frozen', 'Env', '-f', 'json']))).toHaveProperty('domains.vm0');
    expect(readdirSync(cwd).toSorted()).toEqual(['Env', 'Env.lock']);
  });

  it('report all mistakes at once, each with its place', async () => {
    box.write(
      'LagoInitFile',
      'domains:\n  vm0:\n    memory: lots\n    nics: [{net: nope}]\nnets:\n  lago: {typ: nat}\n',
    );
    for (const verb of ['validate', 'plan']) {
      const { code, out, err } = await lago(box, [verb]);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toMatch(/LagoInitFile:3:13: error: domains\.vm0\.memory/);
      expect(err).toMatch(/LagoInitFile:4:18: error: domains\.vm0\.nics\[0\]\.net: .*`nope`/);
      expect(err).toMatch(/LagoInitFile:6:10: error: nets\.lago\.typ/);
      expect(err).toMatch(/lago: error: the init file has \d errors\n$/);
    }
  });

  it('make unknown keys errors when told so', async () => {
    box.write('LagoInitFile', microFile(['vm0'], { 'my-own-key': 1 }));
    const lenient = await lago(box, ['validate']);
    expect({ code: lenient.code, out: lenient.out }).toEqual({ code: 0, out: 'ok\n' });
    expect(lenient.err).toContain('warning: domains.vm0.my-own-key');
    const strict = await lago(box, ['validate', '--strict']);
    expect({ code: strict.code, out: strict.out }).toEqual({ code: 2, out: '' });
    expect(strict.err).toContain('error: domains.vm0.my-own-key');
  });
});

it('reaps what has expired, and shows it before', async () => {
  box.write('LagoInitFile', microFile(['vm0']));
  await output(box, ['init', '--expires-in', '0.001']);
  const [entry] = JSON.parse(await output(box, ['list', '--all', '-f', 'json']));
  expect(entry).toMatchObject({ prefix: join(cwd, '.lago/default'), orphan: expect.stringMatching(/^it expired at /) });
  const doctor = JSON.parse((await lago(box, ['doctor', '-f', 'json'])).out);
  expect(doctor).toContainEqual(
    expect.objectContaining({ name: `environment ${entry.uuid}`, status: 'warning', fix: 'Run `lago reap`.' }),
  );
  expect(JSON.parse(await output(box, ['reap', '-f', 'json']))).toMatchObject([{ uuid: entry.uuid }]);
  expect(await lago(box, ['reap', '-l', 'warning'])).toEqual({ code: 0, out: '', err: '' });
  expect(readdirSync(cwd)).toEqual(['LagoInitFile']);
});

describe('lago doctor', () => {
  const find = (checks: unknown, name: string): unknown =>
    Array.isArray(checks) ? checks.find((check) => check.name === name) : undefined;

  it('finds a host that works', async () => {
    const { code, out } = await lago(box, ['doctor', '-f', 'json']);
    expect(code).toBe(0);
    const checks: unknown = JSON.parse(out);
    expect(find(checks, 'libvirt')).toMatchObject({
      status: 'ok',
      detail: expect.stringMatching(/^qemu:\/\/\/system answers: libvirt \d.*, QEMU \d/),
    });
    expect(find(checks, 'libvirt networks')).toMatchObject({ status: 'ok' });
    expect(find(checks, 'template store')).toMatchObject({ status: 'ok' });
    expect(find(checks, 'KVM')).toMatchObject({ status: expect.stringMatching(/^(ok|warning)$/) });
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('finds libvirt missing, and still checks the rest', async () => {
    const nowhere = 'qemu+unix:///system?socket=/nonexistent';
    const { code, out } = await lago(box, ['doctor', '-f', 'json', '--libvirt_url', nowhere]);
    expect(code).toBe(1);
    const checks: unknown = JSON.parse(out);
    expect(find(checks, 'libvirt')).toMatchObject({
      status: 'error',
      detail: expect.stringContaining(`libvirt does not answer at ${nowhere}`),
      fix: expect.stringContaining('systemctl start'),
    });
    expect(find(checks, 'KVM')).toMatchObject({ status: 'warning' });
    expect(find(checks, 'subnets')).toMatchObject({ status: 'ok' });
  });

  it('finds programs missing, and names their packages', async () => {
    const { out } = await lago(box, ['doctor', '-f', 'json'], { env: { PATH: '/nonexistent' } });
    expect(find(JSON.parse(out), 'program virsh')).toMatchObject({
      status: 'error',
      fix: expect.stringMatching(/libvirt|Install virsh/),
    });
  });

  it('finds a directory that keeps QEMU out', async () => {
    const closed = join(box.root, 'closed');
    const { code, out } = await lago(box, ['doctor', '-f', 'json'], { env: { LAGO_STATE_DIR: closed } });
    expect(code).toBe(0);
    expect(find(JSON.parse(out), 'template store')).toMatchObject({ status: 'ok' });
    mkdirSync(closed, { mode: 0o700 });
    const result = await lago(box, ['doctor', '-f', 'json'], { env: { LAGO_STATE_DIR: closed } });
    expect(result.code).toBe(1);
    expect(find(JSON.parse(result.out), 'template store')).toMatchObject({
      status: 'error',
      fix: expect.stringMatching(new RegExp(`^Run .setfacl -m u:[a-z-]+:x ${closed}`)),
    });
  });
});

it('doctor --fix removes what nobody owns, and leaves the rest', async () => {
  box.write('LagoInitFile', microFile(['vm0']));
  await output(box, ['init']);
  await output(box, ['init', '-P', 'expired', '--expires-in', '0.001']);
  const { out, err } = await lago(box, ['doctor', '--fix', '-f', 'json']);
  expect(err).toContain('Check this host');
  const left = JSON.parse(out).filter(({ name }: { name: string }) => name.startsWith('environment'));
  expect(left).toEqual([{ name: 'environments', status: 'ok', detail: '1 on this host' }]);
  expect(await output(box, ['list'])).toBe('default\n');
  await output(box, ['destroy', '-y']);
});

it('writes an init file, with which machines start', async () => {
  await output(box, ['new', 'Fresh', '--template', 'micro', '--vms', 'web']);
  expect(await output(box, ['validate', 'Fresh', '--strict'])).toBe('ok\n');
  expect((await lago(box, ['new', 'Fresh'])).code).toBe(2);
  await output(box, ['init', 'Fresh']);
  try {
    await output(box, ['start']);
    expect(await output(box, ['shell', 'web', 'hostname'])).toBe('web\n');
    expect(await output(box, ['completion', 'bash'])).toContain('complete -');
  } finally {
    await output(box, ['destroy', '-y']);
  }
  const schema = JSON.parse(await output(box, ['schema']));
  expect(schema.properties).toHaveProperty('domains');
  const config = await output(box, ['generate-config']);
  expect(config).toContain('[lago]');
});
