import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  addToRepository,
  imageOf,
  placeImage,
  publish,
  repositoryIn,
} from '../../../../src/environment/template-build/output.ts';
import { checkedVersion } from '../../../../src/environment/templates/add.ts';
import { createLogger } from '../../../../src/host/log.ts';
import { originOf } from '../../../../src/templates/origin.ts';
import { repositorySchema } from '../../../../src/templates/repository-file.ts';

let work: string;
beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), 'lago-output-'));
});
afterEach(() => rm(work, { recursive: true }));

const context = { log: createLogger() };

async function make(name: string, version: string, content: string) {
  const place = { directory: work, name, version };
  const draft = join(work, 'draft');
  await writeFile(draft, content);
  const placed = await placeImage(place, draft, { provision: 'smbios' }, context);
  await addToRepository(place, context);
  return placed;
}

it.each(['v1.tmp', '../v1', '.v1', ''])('no repository gets a version %j', (version) => {
  expect(() => checkedVersion(version)).toThrow(expect.objectContaining({ code: 'TEMPLATE_NAME_INVALID' }));
});

it('makes a repository that grows, to be used where it lies and to be served as it is', async () => {
  const { image, hash } = await make('a', '1', 'one');
  await Promise.all([make('b', '1', 'two'), rm(join(work, 'nothing'), { force: true })]);
  await make('a', '2', 'three');
  expect((await readdir(work)).sort()).toEqual(['a', 'b', 'repo.json']);
  expect(await readFile(`${image}.hash`, 'utf8')).toBe(`${hash}\n`);
  expect(JSON.parse(await readFile(`${image}.metadata`, 'utf8'))).toEqual({ provision: 'smbios' });
  const { sources, templates } = repositorySchema.parse(JSON.parse(await readFile(repositoryIn(work), 'utf8')));
  expect(Object.keys(templates.a?.versions ?? {})).toEqual(['1', '2']);
  const version = templates.a?.versions['1'];
  const source = sources[version?.source ?? ''];
  if (source === undefined || version === undefined)
    throw new Error('the repository does not say where its images are');
  expect(originOf(source, version.handle, { kind: 'file', path: repositoryIn(work) }, {})).toEqual({
    kind: 'file',
    path: image,
  });
  expect(originOf(source, version.handle, { kind: 'http', url: 'https://host/lago/repo.json' }, {})).toEqual({
    kind: 'http',
    url: 'https://host/lago/a/1.qcow2',
  });
});

it('never changes a version that is there', async () => {
  await make('a', '1', 'one');
  await expect(addToRepository({ directory: work, name: 'a', version: '1' }, context)).rejects.toMatchObject({
    code: 'TEMPLATE_EXISTS',
  });
});

it('publishes a version once, however many builds of it end at the same time', async () => {
  const place = { directory: work, name: 'a', version: '1' };
  const build = async (content: string) => {
    const draft = join(work, `draft-${content}`);
    await writeFile(draft, content);
    return publish(place, repositoryIn(work), context, async () => {
      const placed = await placeImage(place, draft, {}, context);
      await addToRepository(place, context);
      return { ...placed, content };
    });
  };
  const results = await Promise.allSettled(['one', 'two', 'three'].map(build));
  const made = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const reasons: unknown[] = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  expect(reasons).toEqual([1, 2].map(() => expect.objectContaining({ code: 'TEMPLATE_EXISTS' })));
  expect(await readFile(imageOf(place), 'utf8')).toBe(made[0]?.content);
  expect(await readFile(`${imageOf(place)}.hash`, 'utf8')).toBe(`${made[0]?.hash}\n`);
  expect((await readdir(join(work, 'a'))).sort()).toEqual(['1.qcow2', '1.qcow2.hash', '1.qcow2.metadata']);
});
