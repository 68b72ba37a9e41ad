import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { init } from '../../src/index.ts';
import { microFile, type Sandbox, sandbox } from '../support/sandbox.ts';

/*
 * What takes minutes without KVM: whole systems put together from packages, and builds inside Debian.
 */

let box: Sandbox;
beforeEach(() => {
  box = sandbox();
});
afterEach(() => {
  expect(box.leftovers()).toEqual([]);
  box.remove();
});

const MINUTE = 60_000;

function fileWith(vms: Readonly<Record<string, object>>): string {
  const file = JSON.parse(microFile(Object.keys(vms), { memory: 512 }));
  for (const [name, disk] of Object.entries(vms)) Object.assign(file.domains[name].disks[0], disk);
  return JSON.stringify(file);
}

describe('a template from a recipe', () => {
  /** Made before: there is no network here that packages could come over. */
  function repository(): string {
    const path = process.env.LAGO_STRESS_REPOSITORY;
    if (path === undefined)
      throw new Error('LAGO_STRESS_REPOSITORY is not set: run the tests by `npm run test:stress`');
    return path;
  }

  it('boots, lets its machines be entered, and makes each of them one of its own', async () => {
    box.write('LagoInitFile', fileWith({ one: { template_name: 'small' }, two: { template_name: 'small' } }));
    const env = await init({ ...box.options, templateRepos: [repository()] });
    try {
      await env.start();
      const ids = new Set<string>();
      for (const vm of env.getVms().values()) {
        expect((await vm.ssh('. /etc/os-release; echo $ID-$VERSION_ID')).out.trim()).toBe('debian-12');
        expect((await vm.ssh('cat /srv/built')).out).toBe('built\n');
        expect((await vm.ssh('systemctl --failed --no-legend --plain')).out).toBe('');
        ids.add((await vm.ssh('cat /etc/machine-id /etc/ssh/ssh_host_*_key.pub')).out);
      }
      expect(ids.size).toBe(2);
    } finally {
      await env.destroy();
    }
  });
});

describe('disks of Debian that are built by booting them', () => {
  it.each([
    'debian12',
    'debian12-cloudinit',
  ])('make machines of their own, with what was built: %s', async (template) => {
    const build = [
      {
        boot: {
          run: ['echo built >/srv/built', 'cat /etc/machine-id /etc/ssh/ssh_host_*.pub >/srv/old'],
          memory: 512,
        },
      },
    ];
    const disk = { template_name: template, build };
    box.write('LagoInitFile', fileWith({ one: disk, two: disk }));
    const env = await init(box.options);
    try {
      await env.start();
      const ids = new Set<string>();
      for (const [name, vm] of env.getVms()) {
        const { out: old } = await vm.ssh('cat /srv/old');
        const { out: own } = await vm.ssh('cat /etc/machine-id /etc/ssh/ssh_host_*.pub');
        ids.add(old).add(own);
        expect((await vm.ssh('cat /srv/built')).out).toBe('built\n');
        expect((await vm.ssh('cat /root/.ssh/authorized_keys')).out).not.toContain('lago-build');
        const hostname = async () => (await vm.ssh('hostname')).out.trim();
        await expect.poll(hostname, { timeout: 10 * MINUTE }).toBe(name);
      }
      // That of the build, and one for each machine.
      expect(ids.size).toBe(3);
    } finally {
      await env.destroy();
    }
  });
});
