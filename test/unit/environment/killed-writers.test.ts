import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeRecord } from '../../../src/environment/owner.ts';
import { addTemplate, destroyEnvironments, pruneTemplates, reap } from '../../../src/index.ts';
import { saveSnapshot, snapshotFile } from '../../../src/templates/snapshot.ts';

const UUID = 'ab'.repeat(16);
/** What a temporary name ends with whose process is gone: the number is above all that Linux gives. */
const KILLED = `.${2 ** 22 + 1}.0123abcd.tmp`;

let root: string;
let environmentsDir: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'killed-writers-'));
  environmentsDir = join(root, 'environments');
  for (const name of ['environments', 'leases', 'work']) mkdirSync(join(root, name));
});
afterEach(() => rmSync(root, { recursive: true }));

const options = () => ({ stateDir: root, leaseDir: join(root, 'leases'), cwd: root });

it('reap removes an owner record that was being written when init was killed', async () => {
  writeFileSync(join(environmentsDir, `.${UUID}.json${KILLED}`), '');
  expect(await reap(options())).toEqual([]);
  expect(readdirSync(environmentsDir)).toEqual([]);
});

it('reap removes the lock of an environment whose destroy was killed at the very end', async () => {
  writeFileSync(join(environmentsDir, `${UUID}.json.lock`), '');
  expect(await reap(options())).toEqual([]);
  expect(readdirSync(environmentsDir)).toEqual([]);
});

it('reap removes the definition of a KVM probe whose process was killed', async () => {
  const left = mkdtempSync(join(tmpdir(), `lago-xml-probe-${2 ** 22 + 1}-1-`));
  expect(await reap(options())).toEqual([]);
  expect(existsSync(left)).toBe(false);
});

it('a snapshot of a repository removes what a killed process was writing of the same', async () => {
  const snapshot = { repository: { name: 'ours', sources: {}, templates: {} }, details: new Map() };
  const save = () => saveSnapshot(root, '/repo.json', snapshot, undefined);
  await save();
  const file = snapshotFile(root, '/repo.json');
  writeFileSync(join(dirname(file), `.${basename(file)}${KILLED}`), '');
  await save();
  expect(readdirSync(dirname(file))).toEqual([basename(file)]);
});

it('templates prune removes notes in the store that were being written', async () => {
  for (const name of ['used-by', 'repositories']) {
    mkdirSync(join(root, 'store', name), { recursive: true });
    writeFileSync(join(root, 'store', name, `.0123456789abcdef${KILLED}`), '');
  }
  await pruneTemplates({ ...options(), env: {}, dryRun: true });
  expect(readdirSync(join(root, 'store'), { recursive: true })).toHaveLength(4);
  await pruneTemplates({ ...options(), env: {} });
  expect(readdirSync(join(root, 'store'), { recursive: true }).sort()).toEqual(['repositories', 'used-by']);
});

it('templates add removes what a killed one was writing, whatever becomes of it', async () => {
  mkdirSync(join(root, 'repos'));
  writeFileSync(join(root, 'repos', `.local.json${KILLED}`), '');
  writeFileSync(join(root, 'image'), 'none');
  const version = 'v1.tmp';
  await expect(addTemplate({ ...options(), env: {}, name: 'own', image: 'image', version })).rejects.toThrow(version);
  expect(readdirSync(join(root, 'repos'))).toEqual([]);
});

it('destroy removes what killed processes were writing: record, lease, link to the current prefix', async () => {
  const workdir = join(root, 'work/.lago');
  mkdirSync(workdir);
  writeFileSync(join(environmentsDir, `.${UUID}.json${KILLED}`), '');
  writeFileSync(join(root, 'leases', `.200.lease${KILLED}`), '');
  symlinkSync('default', join(workdir, `.current${KILLED}`));
  await writeRecord(environmentsDir, {
    ...{ version: 1, uuid: UUID, createdAt: new Date().toISOString(), phase: 'creating', owner: { kind: 'workdir' } },
    ...{ prefix: join(workdir, 'default'), workdir, createdRoot: workdir, imagesDir: join(workdir, 'default/images') },
    ...{ leaseDir: join(root, 'leases'), libvirtUrl: 'qemu:///system', started: false, domains: [], nets: [] },
  });
  expect(await destroyEnvironments({ ...options(), uuid: UUID })).toEqual([UUID]);
  expect([readdirSync(environmentsDir), readdirSync(join(root, 'leases')), existsSync(workdir)]).toEqual([
    [],
    [],
    false,
  ]);
});
