import { expect, test } from 'vitest';
import { PinnedTemplates, type TemplateSearch } from '../../../../src/environment/lock/pinned.ts';
import { createLogger } from '../../../../src/host/log.ts';
import { parseInitFile } from '../../../../src/initfile/parse.ts';
import type { TemplateVersion } from '../../../../src/templates/types.ts';
import { domain, MGMT } from '../../../support/plan.ts';

const version = (name: string): TemplateVersion => ({
  repository: 'builtin',
  template: 'debian12',
  version: name,
  origin: { kind: 'http', url: 'https://example.org/x' },
  metadata: {},
});

test('what is pinned is never given another content, although its distributor has one', async () => {
  const repositories: TemplateSearch = {
    opened: async () => [],
    search: async () => ({ kind: 'unknown-template', names: [] }),
    renew: async (asked) => ({ ...asked, hash: { algorithm: 'sha256', value: 'new' } }),
  };
  const entry = {
    name: 'debian12',
    arch: 'x86_64',
    repository: 'builtin',
    template: 'debian12',
    version: 'v1',
  } as const;
  const text = JSON.stringify({ domains: { vm0: domain(['mgmt']) }, nets: { mgmt: MGMT } });
  const pinned = new PinnedTemplates(repositories, {
    lock: { file: '/work/LagoInitFile.lock', text: '', templates: [entry], layers: [], placeOf: () => '1:1' },
    initFile: parseInitFile(text, { file: '/work/LagoInitFile' }),
    frozen: false,
    host: async () => 'x86_64',
    findGone: async () => undefined,
    log: createLogger(),
  });
  expect(await pinned.renew(version('v1'))).toBeUndefined();
  expect(await pinned.renew(version('v2'))).toMatchObject({ hash: { value: 'new' } });
});
