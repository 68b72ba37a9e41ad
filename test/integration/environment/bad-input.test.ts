import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type InitOptions, init, type LagoError, listEnvironments } from '../../../src/index.ts';
import { microFile, type Sandbox, sandbox, testTemplates } from '../../support/sandbox.ts';

let box: Sandbox;
beforeEach(() => {
  box = sandbox();
});
afterEach(async () => {
  // Whatever was wrong: nothing is left of it.
  expect(await listEnvironments(box.common)).toEqual([]);
  expect(box.leftovers()).toEqual([]);
  box.remove();
});

async function refused(options: Partial<InitOptions> = {}): Promise<LagoError> {
  const error: unknown = await init({ ...box.options, ...options }).then(
    (env) => env.destroy().then(() => new Error('it was accepted')),
    (thrown: unknown) => thrown,
  );
  if (error instanceof Error && 'code' in error && 'exitCode' in error) return error as LagoError;
  throw error;
}

/** A copy of the template repository that a test may spoil; gives its repository file and the image of `micro`. */
function ownRepository(): { file: string; image: string } {
  const source = testTemplates();
  const repository = JSON.parse(readFileSync(source, 'utf8'));
  const version = Object.values<{ handle: string; source: string }>(repository.templates.micro.versions)[0];
  if (!version) throw new Error('the test repository has no template micro');
  const root = join(box.root, 'repo');
  mkdirSync(root);
  const original = join(repository.sources[version.source].args.root, version.handle);
  for (const suffix of ['', '.hash', '.metadata']) cpSync(original + suffix, join(root, `micro.qcow2${suffix}`));
  const file = join(root, 'repo.json');
  const templates = { micro: { versions: { 1: { source: 'here', handle: 'micro.qcow2', timestamp: 1 } } } };
  writeFileSync(file, JSON.stringify({ name: 'own', sources: { here: { type: 'file', args: { root } } }, templates }));
  return { file, image: join(root, 'micro.qcow2') };
}

describe('init files', () => {
  it('names the place of a template that is not in the repository', async () => {
    box.write('LagoInitFile', microFile(['vm0']).replace('"micro"', '"mikro"'));
    const error = await refused();
    expect(error).toMatchObject({ code: 'INIT_FILE_INVALID', exitCode: 2 });
    expect(error.message).toMatch(
      /LagoInitFile:\d+:\d+: error: domains\.vm0\.disks\[0\]\.template_name: .*`mikro`.*micro/,
    );
  });

  it('refuses a disk file that is missing, and one outside the allowed places', async () => {
    const disk = (path: string) => ({ disks: [{ type: 'file', name: 'root', path, dev: 'vda', format: 'raw' }] });
    box.write('LagoInitFile', microFile(['vm0'], disk('nowhere.raw')));
    const missing = await refused();
    expect(missing).toMatchObject({ exitCode: 2, problems: [{ code: 'DISK_FILE_MISSING' }] });
    expect(missing.message).toMatch(
      /LagoInitFile:\d+:\d+: error: domains\.vm0\.disks\[0\]\.path: .*nowhere\.raw does not exist/,
    );
    box.write('LagoInitFile', microFile(['vm0'], disk('/etc/hostname')));
    const error = await refused();
    expect(error.exitCode).toBe(2);
    expect(error.message).toContain('/etc/hostname');
  });

  it('refuses a link that leads outside the allowed places', async () => {
    execFileSync('ln', ['-s', '/etc/hostname', join(box.common.cwd, 'link.raw')]);
    const disk = { disks: [{ type: 'file', name: 'root', path: 'link.raw', dev: 'vda', format: 'raw' }] };
    box.write('LagoInitFile', microFile(['vm0'], disk));
    expect(await refused()).toMatchObject({ code: 'DISK_PATH_NOT_ALLOWED', exitCode: 2 });
  });

  it('says that there is none', async () => {
    const error = await refused();
    expect(error).toMatchObject({ code: 'INIT_FILE_MISSING', exitCode: 2 });
    expect(error.message).toContain(join(box.common.cwd, 'LagoInitFile'));
  });
});

describe('templates', () => {
  it('refuses one whose hash is another, and one that is cut short', async () => {
    box.write('LagoInitFile', microFile(['vm0']));
    const { file, image } = ownRepository();
    writeFileSync(`${image}.hash`, 'a'.repeat(64));
    const wrong = await refused({ templateRepos: [file] });
    expect(wrong).toMatchObject({ code: 'TEMPLATE_HASH_MISMATCH', exitCode: 1 });
    expect(wrong.message).toContain('a'.repeat(64));
    rmSync(`${image}.hash`);
    truncateSync(image, 300_000);
    expect(await refused({ templateRepos: [file] })).toMatchObject({ code: 'TEMPLATE_BROKEN', exitCode: 1 });
  });

  it('says when no repository is given, or it cannot be read', async () => {
    box.write('LagoInitFile', microFile(['vm0']));
    const unknown = await refused({ templateRepos: [], env: {} });
    expect(unknown).toMatchObject({ code: 'INIT_FILE_INVALID', exitCode: 2 });
    expect(unknown).toMatchObject({ problems: [{ hint: expect.stringContaining('--template-repo-path') }] });
    expect(await refused({ templateRepos: ['nowhere.json'] })).toMatchObject({
      code: 'REPOSITORY_UNREACHABLE',
      exitCode: 1,
    });
    // The next one finds nothing in its way.
    await (await init(box.options)).destroy();
  });
});

describe('places', () => {
  it('refuses a prefix that exists, and leaves that one alone', async () => {
    box.write('LagoInitFile', microFile(['vm0']));
    const env = await init(box.options);
    try {
      const error = await refused();
      expect(error).toMatchObject({ code: 'PREFIX_EXISTS', exitCode: 2 });
      expect(error.message).toContain(env.prefix);
      expect((await listEnvironments(box.common)).map((entry) => entry.uuid)).toEqual([env.uuid]);
    } finally {
      await env.destroy();
    }
  });

  it('refuses a workdir that is a file, and one below a file', async () => {
    box.write('LagoInitFile', microFile(['vm0']));
    const file = box.write('taken', '');
    expect(await refused({ workdir: file })).toMatchObject({ code: 'WORKDIR_NOT_A_DIRECTORY', exitCode: 2 });
    expect(await refused({ workdir: join(file, 'below') })).toMatchObject({ exitCode: 2 });
  });

  it('names the directory that QEMU cannot search', async () => {
    box.write('LagoInitFile', microFile(['vm0']));
    const closed = join(box.root, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    chmodSync(closed, 0o700);
    const workdir = join(closed, '.lago');
    // The host's pool of images serves where the prefix cannot be reached ...
    const env = await init({ ...box.options, workdir });
    expect(env.plan.domains.get('vm0')?.disks[0]?.path).toBe(
      join(box.common.stateDir, 'images', env.uuid, 'vm0_root.qcow2'),
    );
    await env.destroy();
    // ... and where that is closed as well, it is said which directory is in the way.
    const stateDir = join(closed, 'state');
    const error = await refused({ workdir, stateDir, templateStore: join(box.common.stateDir, 'store') });
    expect(error).toMatchObject({ code: 'IMAGE_PATH_UNREACHABLE', exitCode: 2 });
    expect(error.message).toContain(`the directory ${closed} lacks search permission`);
    expect(error.hint).toContain('setfacl');
    expect(await refused({ stateDir })).toMatchObject({ code: 'IMAGE_PATH_UNREACHABLE' });
    rmSync(closed, { recursive: true });
  });
});

describe('hosts', () => {
  it('says that libvirt does not answer', async () => {
    box.write('LagoInitFile', microFile(['vm0']));
    const error = await refused({ libvirtUrl: 'qemu+unix:///system?socket=/nonexistent' });
    expect(error).toMatchObject({ code: 'LIBVIRT_UNREACHABLE', exitCode: 2 });
    expect(error.hint).toContain('systemctl start');
  });

  it('refuses kvm where it does not work', async () => {
    box.write('LagoInitFile', microFile(['vm0']));
    const error = await refused({ acceleration: 'kvm' });
    expect(error).toMatchObject({ code: 'KVM_UNUSABLE', exitCode: 2 });
    expect(error.message).toContain('/dev/kvm');
  });

  it('says that all subnets are leased, and by whom', async () => {
    box.write('LagoInitFile', microFile(['vm0']));
    const leaseDir = join(box.root, 'leases');
    mkdirSync(leaseDir);
    const uuidFile = box.write('uuid', 'f'.repeat(32));
    for (let octet = 200; octet <= 255; octet++) {
      writeFileSync(join(leaseDir, `${octet}.lease`), JSON.stringify([uuidFile, 'f'.repeat(32)]));
    }
    const error = await refused({ leaseDir });
    expect(error).toMatchObject({ code: 'SUBNETS_EXHAUSTED', exitCode: 2 });
    expect(error.hint).toContain('lago reap');
  });

  it('says that the disk is full', async () => {
    box.write('LagoInitFile', microFile(['vm0']));
    const small = join(box.root, 'small');
    mkdirSync(small);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=70m,mode=755', 'none', small]);
    try {
      const filler = Buffer.alloc(66 * 1024 * 1024);
      writeFileSync(join(small, 'filler'), filler);
      const error = await refused({ workdir: join(small, '.lago') });
      expect(error).toMatchObject({ code: 'DISK_FULL', exitCode: 2 });
      expect(error.message).toContain(small);
    } finally {
      execFileSync('umount', ['--lazy', small]);
    }
  });
});
