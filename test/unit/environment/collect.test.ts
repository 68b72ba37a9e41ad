import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ToolError } from '../../../src/host/errors.ts';
import { fakeEnvironment } from '../../support/fake-environment.ts';
import { FakeProvider } from '../../support/provider.ts';

it.each([
  ['cannot be asked for', () => Promise.reject(new ToolError('LIBVIRT_FAILED', 'libvirt hangs')), 'libvirt hangs'],
  [
    'went with its machine a moment ago',
    async () => ({ screenshot: { missing: 'no screen' }, serialLog: { file: '/nonexistent/log' } }),
    'ENOENT',
  ],
])('a console that %s keeps nothing else from being collected', async (_what, diagnostics, why) => {
  const provider = new FakeProvider('local-libvirt');
  const { root, env, paths, texts } = await fakeEnvironment(provider);
  Object.assign(provider, { diagnostics });
  writeFileSync(paths.logFile, 'log\n');
  const target = join(root, 'collected');
  expect(await env.collectArtifacts(target, { diagnostics: true })).toEqual([
    { vm: 'web', collected: [], missing: [] },
  ]);
  expect(readdirSync(target).sort()).toEqual(['lago.log', 'web']);
  expect(texts('warning')).toEqual([expect.stringMatching(`VM web: its console or screen .*${why}`)]);
});
