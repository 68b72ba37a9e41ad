import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inputReader } from '../../../../src/disks/layers/inputs.ts';
import { digestOf } from '../../../../src/disks/layers/keys.ts';
import { type ItemContext, itemIdentity } from '../../../../src/environment/boot-builder/identity.ts';
import { bootItem, describeItem } from '../../../../src/environment/boot-builder/item.ts';

let work: string;
beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), 'lago-boot-'));
  await mkdir(join(work, 'tree'));
  await mkdir(join(work, 'roles'));
  await writeFile(join(work, 'a.sh'), 'echo a', { mode: 0o644 });
  await writeFile(join(work, 'site.yml'), '[]');
  await writeFile(join(work, 'tree/file'), 'one', { mode: 0o644 });
  await writeFile(join(work, 'roles/main.yml'), '[]');
});
afterEach(() => rm(work, { recursive: true }));

const ALL = {
  scripts: 'a.sh',
  run: ['make', 'make install'],
  playbook: 'site.yml',
  copy: { from: 'tree', to: '/srv' },
  env: { B: 'b', A: 'a' },
};
const EFI = { kind: 'efi', nvram: '/prefix/web.fd' } as const;
const keyOf = async (
  options: Readonly<Record<string, unknown>>,
  way: 'smbios' | 'cloud-init' = 'smbios',
  name = 'web',
  machine: Partial<Pick<ItemContext, 'arch' | 'disk'>> & Partial<ItemContext['domain']> = {},
) => {
  const { arch = 'x86_64', disk = { bus: 'virtio' }, ...domain } = machine;
  const initFile = join(work, 'env.yaml');
  const context: ItemContext = { identityOf: inputReader(), initFile, arch, disk, domain: { name, ...domain } };
  return digestOf(await itemIdentity(bootItem({ builder: 'boot', options }, work), way, context));
};

describe('the key of a boot item', () => {
  it('stays with the size of the machine, the time limit, the order of variables, and the mode of a script', async () => {
    const before = await keyOf(ALL);
    await writeFile(join(work, 'b.sh'), 'echo a', { mode: 0o755 });
    const same = {
      ...ALL,
      scripts: ['b.sh'],
      env: { A: 'a', B: 'b' },
      memory: 4096,
      vcpus: 8,
      timeout: 1,
      user: 'root',
    };
    expect(await keyOf(same)).toBe(before);
  });

  it('has the name of the machine with a playbook, which may play for that host only, and not without one', async () => {
    expect(await keyOf(ALL, 'smbios', 'db')).not.toBe(await keyOf(ALL));
    const { playbook: _, ...others } = ALL;
    expect(await keyOf(others, 'smbios', 'db')).toBe(await keyOf(others));
  });

  it('changes with what links in the trees of a playbook lead to, also in circles; not with that of copied ones', async () => {
    await mkdir(join(work, 'shared'));
    await symlink('../shared', join(work, 'roles/shared'));
    await symlink('..', join(work, 'roles/up'));
    await symlink('nowhere', join(work, 'roles/dangling'));
    await symlink('../shared', join(work, 'tree/shared'));
    const { playbook: _, ...copying } = ALL;
    const before = [await keyOf(ALL), await keyOf(copying)];
    await writeFile(join(work, 'shared/main.yml'), 'another');
    expect(await keyOf(ALL)).not.toBe(before[0]);
    expect(await keyOf(copying)).toBe(before[1]);
  });

  it("follows no link in the inputs of an item without a playbook, which may be a stranger's", async () => {
    await mkdir(join(work, 'inputs'));
    await symlink('/proc', join(work, 'inputs/host'));
    const { playbook: _, ...others } = ALL;
    expect(await keyOf({ ...others, inputs: 'inputs' })).not.toBe(await keyOf(others));
  });

  it.each([
    'a.sh',
    'site.yml',
    'tree/file',
    'tree/new',
    'roles/main.yml',
    'ansible.cfg',
    'group_vars',
    'web.yml',
    'vars.yaml',
    'users.json',
    'motd.j2',
    'app.INI',
    'other.cfg',
  ])('changes with the content of %s', async (name) => {
    const before = await keyOf(ALL);
    await writeFile(join(work, name), 'another');
    expect(await keyOf(ALL)).not.toBe(before);
  });

  it('stays with what lies beside a playbook and is none of its, or too large to be', async () => {
    const before = await keyOf(ALL);
    for (const name of ['LagoInitFile', 'LagoInitFile.yaml', 'env.yaml', 'README.md', '.gitlab-ci.yml']) {
      await writeFile(join(work, name), 'another');
    }
    await mkdir(join(work, 'directory.yml'));
    await symlink('nowhere', join(work, 'dangling.yml'));
    await writeFile(join(work, 'dump.json'), Buffer.alloc(2 ** 20 + 1));
    expect(await keyOf(ALL)).toBe(before);
    // What is a link is followed, and what there is changes the key without a playbook in no way.
    await symlink('README.md', join(work, 'linked.yml'));
    expect(await keyOf(ALL)).not.toBe(before);
    const { playbook: _, ...others } = ALL;
    const alone = await keyOf(others);
    await writeFile(join(work, 'web.yml'), 'new');
    expect(await keyOf(others)).toBe(alone);
  });

  it('cannot be had without the playbook', async () => {
    for (const playbook of ['missing.yml', 'missing/site.yml']) {
      await expect(keyOf({ playbook })).rejects.toThrow(`there is no file or directory ${join(work, playbook)}`);
    }
  });

  it.each([
    { run: ['make install', 'make'] },
    { env: { A: 'a' } },
    { user: 'ci' },
    { network: false },
    { copy: { from: 'tree', to: '/opt' } },
    { inputs: 'tree' },
    { scripts: [] },
  ])('changes with %o', async (more) => {
    expect(await keyOf({ ...ALL, ...more })).not.toBe(await keyOf(ALL));
  });

  it.each([
    { disk: { bus: 'sata' } },
    { machine: 'q35' },
    { firmware: EFI },
    { machine: 'q35', firmware: EFI },
    { machine: 'q35', firmware: { ...EFI, kind: 'secure' } },
  ] as const)('changes with the machine as steps see it: %j', async (machine) => {
    expect(await keyOf(ALL, 'smbios', 'web', machine)).not.toBe(await keyOf(ALL));
  });

  it('is that of the machine there is, whether the init file says it or not', async () => {
    expect(await keyOf(ALL, 'smbios', 'web', { machine: 'pc' })).toBe(await keyOf(ALL));
    const efi = { machine: 'q35', firmware: EFI } as const;
    expect(await keyOf(ALL, 'smbios', 'web', efi)).toBe(
      await keyOf(ALL, 'smbios', 'web', { firmware: { ...EFI, nvram: '/prefix/db.fd' } }),
    );
    const arm = { arch: 'aarch64' } as const;
    expect(await keyOf(ALL, 'smbios', 'web', { ...arm, firmware: EFI, machine: 'virt' })).toBe(
      await keyOf(ALL, 'smbios', 'web', arm),
    );
  });

  it('changes with the way in, which leaves other traces', async () => {
    expect(await keyOf(ALL, 'cloud-init')).not.toBe(await keyOf(ALL));
  });
});

it('is described without what could be secret', () => {
  const options = { ...ALL, run: ['login --token 123'], env: { TOKEN: '456' } };
  expect(describeItem(bootItem({ builder: 'boot', options }, '/'))).toBe(
    'copy tree, run a.sh, run 1 command, play site.yml',
  );
});
