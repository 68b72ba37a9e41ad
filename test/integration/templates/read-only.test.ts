import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { run } from '../../../src/host/exec.ts';
import type { TemplateVersion } from '../../../src/templates/types.ts';
import { makeImage } from './images.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lago-read-only-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

test('a store on a read-only file system is used as it is', async () => {
  const image = join(directory, 'image');
  await makeImage(image);
  const origin = { kind: 'file', path: image } as const;
  const version: TemplateVersion = { repository: 'test', template: 'debian12', version: 'v1', origin, metadata: {} };
  const place = join(directory, 'mounted');
  await mkdir(place);
  const script = join(import.meta.dirname, 'fixtures', 'read-only.ts');
  const { stdout } = await run('unshare', ['--mount', process.execPath, script, place, JSON.stringify(version)]);
  expect(stdout.trimEnd().split('\n')).toEqual([
    'ensure: OK',
    'directory: PERMISSION_DENIED',
    'directory that is there: OK',
    'register again: OK',
    expect.stringMatching(
      /^the store .* is read-only for this user: whoever prunes it cannot know of the environments in /,
    ),
    'register: OK',
  ]);
});
