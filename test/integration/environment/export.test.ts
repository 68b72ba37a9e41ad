import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readRecord } from '../../../src/environment/owner.ts';
import { type Environment, type ExportOptions, init, loadEnv } from '../../../src/index.ts';
import { microFile, type Sandbox, sandbox, testTemplates } from '../../support/sandbox.ts';
import { lago } from '../cli/support.ts';

const EXPORTER = join(import.meta.dirname, '../../support/exporter.ts');

let box: Sandbox;
let env: Environment;
beforeAll(async () => {
  box = sandbox();
  const file = JSON.parse(microFile(['vm0', 'vm1']));
  const [root] = file.domains.vm0.disks;
  const empty = { type: 'empty', format: 'raw', size: '32M' };
  writeFileSync(join(box.common.cwd, 'tools.iso'), Buffer.alloc(4096, 7));
  file.domains.vm0.disks = [
    root,
    { ...empty, name: 'data', dev: 'vdb' },
    { ...empty, name: 'scratch', dev: 'vdc', 'skip-export': true },
    { type: 'file', name: 'tools', dev: 'hdc', format: 'iso', path: 'tools.iso' },
  ];
  file.domains.vm0.boot = ['root', 'scratch'];
  file.domains.vm0.shares = [{ source: 'shared' }];
  mkdirSync(join(box.common.cwd, 'shared'));
  file.domains.vm1['skip-export'] = true;
  box.write('LagoInitFile', JSON.stringify(file));
  env = await init(box.options);
  await env.start({ vms: ['vm0'] });
});
afterAll(async () => {
  await env.destroy();
  expect(box.leftovers()).toEqual([]);
  box.remove();
});

const target = (name: string) => join(box.root, 'exports', name);
const exportTo = (name: string, options: ExportOptions = {}) => env.exportVms({ directory: target(name), ...options });
const names = (directory: string) => readdirSync(directory).toSorted();

/** Makes the environment of an export anew, in another workspace with an empty store; runs `body` while it runs. */
async function anew(
  initFile: string,
  body: (env: Environment) => Promise<void>,
  templateRepos: readonly string[] = [testTemplates()],
): Promise<void> {
  const other = sandbox();
  // The directory that is shared lies in the workspace of the first environment.
  const allowHostPaths = [box.common.cwd];
  const made = await init({ ...other.common, env: {}, templateRepos, initFile, allowHostPaths });
  try {
    await made.start();
    await body(made);
  } finally {
    await made.destroy();
    expect(other.leftovers()).toEqual([]);
    other.remove();
  }
}

const read = async (of: Environment, ...files: string[]) => (await of.vm('vm0').ssh(['cat', ...files])).out;

describe('before anything is written', () => {
  it('running machines are refused by name, and unknown ones (D40)', async () => {
    await env.vm('vm0').ssh('echo changed > /root/file; echo data > /dev/vdb; sync');
    await expect(exportTo('running')).rejects.toMatchObject({ code: 'VM_RUNNING', exitCode: 2 });
    await expect(exportTo('running', { collectOnly: true })).rejects.toThrow('cannot be exported: vm0');
    await expect(exportTo('unknown', { vms: ['vm7'] })).rejects.toMatchObject({ code: 'VM_UNKNOWN', exitCode: 2 });
    await env.stop();
    // What was written is in a layer between others then, and the raw disk has one.
    await env.snapshot('before the export');
    expect(existsSync(target(''))).toBe(false);
  });

  it('places that go away with the environment, and files that are there, are refused', async () => {
    for (const directory of [env.prefix, join(env.prefix, 'images'), join(box.common.stateDir, 'store', 'x')]) {
      await expect(env.exportVms({ directory })).rejects.toMatchObject({ code: 'EXPORT_DESTINATION_INVALID' });
    }
    const here = env.exportVms({ directory: box.common.cwd });
    await expect(here).rejects.toMatchObject({ code: 'EXPORT_FILES_EXIST', exitCode: 2 });
    await expect(here).rejects.toThrow('already has LagoInitFile');
    const file = join(box.common.cwd, 'LagoInitFile');
    await expect(env.exportVms({ directory: file })).rejects.toMatchObject({ code: 'EXPORT_DESTINATION_INVALID' });
    const elsewhere = exportTo('x', { initFileName: '../LagoInitFile' });
    await expect(elsewhere).rejects.toMatchObject({ code: 'EXPORT_DESTINATION_INVALID' });
    expect(existsSync(target(''))).toBe(false);
  });

  it('what is left out is not asked for', async () => {
    await expect(exportTo('none', { vms: ['vm1'] })).rejects.toMatchObject({ code: 'EXPORT_EMPTY' });
    const { vms } = await exportTo('none', { collectOnly: true });
    expect(vms).toEqual({
      vm0: [
        ...['root', 'data'].map((name) => expect.stringMatching(`^${env.prefix}/images/vm0_${name}[.]\\w+[.]qcow2$`)),
        join(box.common.cwd, 'tools.iso'),
      ],
    });
    expect(existsSync(target(''))).toBe(false);
  });
});

describe('an export that does not end well', () => {
  it('leaves nothing when it is cancelled, neither directories nor a word in the record', async () => {
    const abort = new AbortController();
    const log = box.common.log.withSinks(({ kind }) => kind === 'task-start' && abort.abort());
    await using other = await loadEnv({ ...box.common, log });
    const attempt = other.exportVms({ directory: target('deep/cancelled'), signal: abort.signal });
    await expect(attempt).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(existsSync(target(''))).toBe(false);
    expect(await readRecord(join(box.common.stateDir, 'environments'), env.uuid)).not.toHaveProperty('exports');
  });

  it('leaves nothing that the next export does not remove when it is killed', async () => {
    await killExport(target('killed'));
    expect(names(target('killed'))).toEqual([expect.stringMatching(/^\.lago-export-/)]);
    await exportTo('plain');
    expect(existsSync(target('killed'))).toBe(false);
    expect(box.leftovers().filter((line) => line.startsWith('process'))).toEqual([]);
  });
});

describe('what an export has', () => {
  it('the files of Lago, and an init file without what was decided', () => {
    const files = ['', '.hash', '.metadata', '.sha256'];
    const images = ['vm0_data.qcow2', 'vm0_root.qcow2', 'vm0_tools.iso'];
    const expected = ['LagoInitFile', ...images.flatMap((name) => files.map((suffix) => `${name}${suffix}`))];
    expect(names(target('plain'))).toEqual(expected.toSorted());
    const { domains, nets } = parse(readFileSync(join(target('plain'), 'LagoInitFile'), 'utf8'));
    expect(Object.keys(domains)).toEqual(['vm0']);
    expect(nets.lago).not.toHaveProperty('gw');
    expect(domains.vm0.boot).toEqual(['root']);
    const metadata = JSON.parse(readFileSync(join(target('plain'), 'vm0_root.qcow2.metadata'), 'utf8'));
    expect(metadata.base).toMatch(/^micro:\w+$/);
    expect(execFileSync('sha1sum', [join(target('plain'), 'vm0_root.qcow2')]).toString()).toMatch(metadata.sha1);
    execFileSync('sha256sum', ['--check', '--strict', ...images.map((name) => `${name}.sha256`)], {
      cwd: target('plain'),
    });
  });

  it('all options of the command line', async () => {
    const options = ['-s', '--compression', 'zstd', '-d', '../exports/alone', '-n', 'vm0', '--without-threads'];
    const { code, out, err } = await lago(box, ['-f', 'json', 'export', ...options, '--init-file-name', 'Machines']);
    expect({ code, out }, err).toEqual({ code: 0, out: '' });
    const [root] = JSON.parse(readFileSync(join(target('alone'), 'Machines'), 'utf8')).domains.vm0.disks;
    expect(root.path).toBe('$LAGO_INITFILE_PATH/vm0_root.qcow2.zst');
  });

  it('nothing that outlives the environment when it was killed', async () => {
    await killExport(target('killed-too'));
    await env.destroy();
    expect(existsSync(target('killed-too'))).toBe(false);
    expect(box.leftovers()).toEqual([]);
  });
});

describe('when the environment is gone', () => {
  it('a shared directory is the one that it was, and nobody else gets at it without being allowed', async () => {
    const other = sandbox();
    const initFile = join(target('plain'), 'LagoInitFile');
    await expect(init({ ...other.options, initFile })).rejects.toMatchObject({
      problems: [{ code: 'PATH_NOT_ALLOWED', path: ['domains', 'vm0', 'shares', 0, 'source'] }],
    });
    other.remove();
  });

  it('layers come back over a template that is fetched by its name; xz (D34), an export of an export too', async () => {
    await anew(join(target('plain'), 'LagoInitFile'), async (second) => {
      expect(await read(second, '/root/file')).toBe('changed\n');
      expect((await second.vm('vm0').ssh('head -c 5 /dev/vdb')).out).toBe('data\n');
      await second.vm('vm0').ssh('echo again > /root/more; sync');
      expect(domainXmlOf(second)).toContain(`<source dir='${join(box.common.cwd, 'shared')}'/>`);
      // Without its chain, AppArmor's helper would not find the template, whose name has no extension.
      expect(domainXmlOf(second)).toMatch(
        /<backingStore type='file'.*vm0_root\.base0\.qcow2.*<source file='.*:micro:/s,
      );
      await second.stop();
      const { vms } = await second.exportVms({ directory: target('again'), compress: 'xz' });
      expect(vms.vm0?.[0]).toBe(join(target('again'), 'vm0_root.qcow2.xz'));
    });
    await anew(join(target('again'), 'LagoInitFile'), async (third) => {
      expect(await read(third, '/root/file', '/root/more')).toBe('changed\nagain\n');
    });
  });

  it('a standalone export, zstd and JSON, comes back without a template repository', async () => {
    await anew(
      join(target('alone'), 'Machines'),
      async (second) => {
        expect(await read(second, '/root/file')).toBe('changed\n');
        expect((await second.vm('vm0').ssh('head -c 5 /dev/vdb')).out).toBe('data\n');
      },
      [],
    );
  });
});

function domainXmlOf(of: Environment): string {
  const name = of.plan.domains.get('vm0')?.libvirtName ?? '';
  return execFileSync('virsh', ['-c', 'qemu:///system', 'dumpxml', name]).toString();
}

/** Another process kills itself, with SIGKILL, while it exports. */
async function killExport(directory: string): Promise<void> {
  const { stateDir, leaseDir, cwd } = box.common;
  const child = spawn(process.execPath, [EXPORTER, stateDir, leaseDir, cwd, directory], { stdio: 'inherit' });
  const [, signal] = await once(child, 'exit');
  expect(signal).toBe('SIGKILL');
}
