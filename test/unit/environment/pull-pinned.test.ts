import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { run } from '../../../src/host/exec.ts';
import { hashFile } from '../../../src/host/hash.ts';
import { createLogger, lockInitFile, pullTemplates } from '../../../src/index.ts';
import { disk, domain, MGMT } from '../../support/plan.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lago-pull-'));
  const text = { domains: { vm0: domain(['mgmt'], { disks: [disk({ template_name: 'a' })] }) }, nets: { mgmt: MGMT } };
  await writeFile(join(directory, 'LagoInitFile'), JSON.stringify(text));
  await publish('1M', 'v1');
  await lockInitFile({ ...options(), libvirtUrl: 'qemu+unix:///system?socket=/nowhere' });
});
afterEach(() => rm(directory, { recursive: true }));

const options = () => ({
  ...{ cwd: directory, env: {}, stateDir: join(directory, 'state'), log: createLogger() },
  ...{ templateRepos: ['repo.json'], initFile: 'LagoInitFile' },
});

/** Publishes an image of this size under all of these versions, oldest first. */
async function publish(size: string, ...names: readonly string[]): Promise<void> {
  for (const name of names) {
    const image = join(directory, `${name}.qcow2`);
    await run('qemu-img', ['create', '-q', '-f', 'qcow2', image, size]);
    await writeFile(`${image}.hash`, (await hashFile(image, ['sha256'])).get('sha256') ?? '');
  }
  const versions = names.map((name, index) => [name, { source: 'here', handle: `${name}.qcow2`, timestamp: index }]);
  const templates = { a: { versions: Object.fromEntries(versions) } };
  const sources = { here: { type: 'file', args: { root: '.' } } };
  await writeFile(join(directory, 'repo.json'), JSON.stringify({ name: 'r', sources, templates }));
}

const ids = (pulled: readonly { readonly id: string }[]) => pulled.map(({ id }) => id);

test('what an init file names is pulled as its lock file pins it', async () => {
  await publish('1M', 'v1', 'v2');
  expect(ids(await pullTemplates(options()))).toEqual(['r:a:v1']);
  expect(ids(await pullTemplates({ ...options(), templates: ['a'] }))).toEqual(['r:a:v2', 'r:a:v1']);
  await rm(join(directory, 'LagoInitFile.lock'));
  expect(ids(await pullTemplates(options()))).toEqual(['r:a:v2']);
});

test('other content than is pinned is not pulled, and replaced where the store has it', async () => {
  const { initFile: _, ...others } = options();
  await publish('2M', 'v1');
  const [pulled] = await pullTemplates({ ...others, templates: ['a'] });
  await expect(pullTemplates(options())).rejects.toMatchObject({ code: 'LOCK_FILE_OUTDATED', exitCode: 2 });
  await publish('1M', 'v1');
  expect(ids(await pullTemplates(options()))).toEqual(['r:a:v1']);
  expect(await readFile(pulled?.path ?? '')).toEqual(await readFile(join(directory, 'v1.qcow2')));
});

test('what nobody has is said as without a lock file', async () => {
  await writeFile(
    join(directory, 'LagoInitFile'),
    (await readFile(join(directory, 'LagoInitFile'), 'utf8')).replace(
      '"template_name":"a"',
      '"template_name":"nobody"',
    ),
  );
  await expect(pullTemplates(options())).rejects.toMatchObject({ code: 'TEMPLATE_UNKNOWN' });
});
