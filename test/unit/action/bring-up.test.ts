import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { bringUp } from '../../../src/action/bring-up.ts';
import { readSettings } from '../../../src/action/settings.ts';
import { createStep } from '../../../src/action/step.ts';
import { createLogger, GuestError, HostError } from '../../../src/index.ts';

const made = vi.hoisted(() => ({ env: undefined as unknown }));

vi.mock('../../../src/index.ts', async (original) => ({
  ...(await original<typeof import('../../../src/index.ts')>()),
  init: async () => made.env,
}));

it('a start that fails is the reason, also when there is no room left for the outputs', async () => {
  const root = mkdtempSync(join(tmpdir(), 'bring-up-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const privateKey = join(root, 'key');
  writeFileSync(privateKey, '');
  let closed = false;
  made.env = {
    paths: { privateKey },
    plan: { domains: new Map() },
    start: () => Promise.reject(new GuestError('SSH_TIMEOUT', 'VM web does not answer')),
    ports: () => Promise.reject(new HostError('DISK_FULL', 'no room left')),
    [Symbol.asyncDispose]: async () => {
      closed = true;
    },
  };
  const inputs: Readonly<Record<string, string>> = { cache: 'false', destroy: 'false' };
  const settings = readSettings((name) => inputs[name] ?? '', root);
  const warnings: string[] = [];
  const log = createLogger((event) => {
    if (event.kind === 'message' && event.level === 'warning') warnings.push(event.text);
  });
  const step = { ...createStep(undefined), log };
  const context = { step, signal: new AbortController().signal, note: () => {}, progress: {} };
  await expect(bringUp(settings, context)).rejects.toMatchObject({ code: 'SSH_TIMEOUT' });
  expect(warnings).toEqual(['outputs are missing: no room left']);
  expect(closed).toBe(true);
});
