import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aptSources } from '../../../../src/environment/template-build/apt-sources.ts';
import { mmdebstrapArgs } from '../../../../src/environment/template-build/debian-root.ts';
import { makeScratch } from '../../../../src/environment/template-build/scratch.ts';
import { virtBuilderArgs } from '../../../../src/environment/template-build/virt-builder.ts';

let work: string;
beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), 'lago-recipe-'));
});
afterEach(() => rm(work, { recursive: true }));

describe('mmdebstrap', () => {
  const included = (args: readonly string[]) =>
    args
      .find((arg) => arg.startsWith('--include='))
      ?.slice('--include='.length)
      .split(',');

  it('gets what boots and lets somebody in, each package once, and the sources of the host', () => {
    const args = mmdebstrapArgs({ suite: 'bookworm', packages: ['vim', 'udev'] }, '/root', ['/etc/apt/sources.list']);
    expect(included(args)).toEqual(
      expect.arrayContaining(['openssh-server', 'linux-image-cloud-amd64', 'systemd-resolved', 'vim']),
    );
    expect(included(args)?.filter((name) => name === 'udev')).toHaveLength(1);
    expect(args).toContain('--variant=minbase');
    expect(args.slice(-4)).toEqual(['--', 'bookworm', '/root', '/etc/apt/sources.list']);
  });

  it('takes the mirrors, the kernel and the rest from the recipe', () => {
    const recipe = {
      suite: 'jammy',
      mirror: ['http://mirror/ubuntu'],
      kernel: 'linux-virtual',
      components: ['main', 'universe'],
    };
    const args = mmdebstrapArgs({ ...recipe, variant: 'apt', exclude: ['/usr/share/doc/*'] }, '/root', ['/host']);
    expect(included(args)).toContain('linux-virtual');
    // Part of the package systemd there.
    expect(included(args)).not.toContain('systemd-resolved');
    expect(args).toEqual(
      expect.arrayContaining(['--components=main,universe', '--dpkgopt=path-exclude=/usr/share/doc/*']),
    );
    expect(args.slice(-3)).toEqual(['jammy', '/root', 'http://mirror/ubuntu']);
  });

  it('is told the sources of the host only where those are of the suite', async () => {
    const apt = join(work, 'etc/apt');
    await mkdir(join(apt, 'sources.list.d'), { recursive: true });
    const files = {
      'sources.list': 'deb http://mirror/debian bookworm main\n',
      'sources.list.d/new.sources': 'Types: deb\nURIs: http://mirror/debian\nSuites: trixie trixie-updates\n',
      'sources.list.d/off.list': '# deb http://mirror/debian bookworm main\n',
      'sources.list.d/bookworm.list.save': 'deb http://old/debian bookworm main\n',
    };
    for (const [name, text] of Object.entries(files)) await writeFile(join(apt, name), text);
    expect(aptSources('bookworm', work)).toEqual([join(apt, 'sources.list')]);
    expect(aptSources('trixie', work)).toEqual([join(apt, 'sources.list.d/new.sources')]);
    expect(aptSources('sid', work)).toEqual([]);
    expect(aptSources('sid', join(work, 'nowhere'))).toEqual([]);
  });
});

describe('virt-builder', () => {
  it('gets options of virt-customize behind its own', () => {
    const recipe = {
      os: 'debian-12',
      size: 4096,
      source: 'http://images/index',
      customize: { install: ['a', 'b'], update: '' },
    };
    expect(virtBuilderArgs(recipe, { image: '/out', arch: 'x86_64' })).toEqual([
      ...['debian-12', '--format', 'qcow2', '--output', '/out', '--arch', 'x86_64', '--source', 'http://images/index'],
      ...['--size', '4096b', '--install=a', '--install=b', '--update'],
    ]);
  });
});

describe('scratch directories', () => {
  it('of killed builds are removed by the next, those of others that run are not', async () => {
    const names = ['.template-build.999999999.0a0b0c0d.tmp', `.template-build.${process.ppid}.0a0b0c0d.tmp`, 'small'];
    for (const name of names) await mkdir(join(work, name, 'root'), { recursive: true });
    {
      await using scratch = await makeScratch(work);
      expect(await readdir(scratch.path)).toEqual([]);
      expect(await readdir(work)).toHaveLength(3);
    }
    expect((await readdir(work)).sort()).toEqual(names.slice(1));
  });
});
