import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkShares, type ShareRules } from '../../../src/environment/shares.ts';
import type { SharePlan } from '../../../src/providers/plan.ts';
import { domainPlan } from '../disks/domain-plan.ts';

let root: string;
let rules: ShareRules;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'lago-shares-')));
  for (const name of ['work', 'work/here', 'outside']) mkdirSync(join(root, name));
  writeFileSync(join(root, 'work/file'), '');
  symlinkSync('here', join(root, 'work/link'));
  symlinkSync('../outside', join(root, 'work/out'));
  rules = { roots: [join(root, 'work')], imageAccess: async () => ({ reachable: true }) };
});
afterEach(() => rmSync(root, { recursive: true }));

function check(name: string, more: Partial<SharePlan> = {}, other: Partial<ShareRules> = {}) {
  const share: SharePlan = { source: join(root, 'work', name), tag: 'share0', type: '9p', readonly: true, ...more };
  return checkShares(new Map([['web', domainPlan({ shares: [share] })]]), { ...rules, ...other });
}

describe('shared directories', () => {
  test('are taken by their real paths', async () => {
    const domains = await check('link');
    expect(domains.get('web')?.shares?.[0]?.source).toBe(join(root, 'work/here'));
  });

  test('that there are none of change nothing', async () => {
    const domains = new Map([['web', domainPlan()]]);
    expect(await checkShares(domains, rules)).toEqual(domains);
  });

  test.each([
    ['missing', 'SHARE_SOURCE_MISSING', /^share share0 of VM web: .*missing does not exist$/],
    ['file', 'SHARE_SOURCE_MISSING', /file is not a directory$/],
    ['file/below', 'SHARE_SOURCE_MISSING', /below does not exist$/],
    ['out', 'DISK_PATH_NOT_ALLOWED', /which is really .*outside/],
    ['../outside', 'DISK_PATH_NOT_ALLOWED', /outside lies outside the places/],
  ])('cannot be %s', async (name, code, message) => {
    const attempt = check(name);
    await expect(attempt).rejects.toMatchObject({ code, exitCode: 2 });
    await expect(attempt).rejects.toThrow(message);
  });

  test('must be within the reach of QEMU, when that serves them itself', async () => {
    const closed = { imageAccess: async () => ({ reachable: false, directory: '/home/me', user: 'qemu' }) as const };
    await expect(check('here', {}, closed)).rejects.toMatchObject({
      code: 'SHARE_UNREACHABLE',
      hint: expect.stringContaining('setfacl -m u:qemu:x /home/me'),
    });
    await check('here', { type: 'virtiofs', readonly: false }, closed);
  });
});
