import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { destroyEnvironments, init, loadEnv } from '../../../src/index.ts';
import { PROJECT } from '../../support/markdown.ts';

let directory: string;
let pool: string;
let common: { readonly cwd: string; readonly stateDir: string };

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lago-recorded-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  pool = join(directory, 'pool');
  mkdirSync(pool);
  writeFileSync(join(pool, '127.0.0.1'), '');
  vi.stubEnv('LAGO_POOL', pool);
  onTestFinished(() => void vi.unstubAllEnvs());
  cpSync(join(PROJECT, 'fixtures/plugin-example'), join(directory, 'plugin'), { recursive: true });
  common = { cwd: directory, stateDir: join(directory, 'state') };
});

/** An environment with a machine that the example's provider has lent us. */
async function started() {
  const guest = { 'vm-provider': 'borrowed', 'vm-type': 'patient' };
  writeFileSync(join(directory, 'LagoInitFile'), JSON.stringify({ domains: { guest } }));
  const env = await init({ ...common, plugins: ['./plugin'] });
  await env.start({ wait: false });
  expect(borrower()).toBe(`${env.uuid.slice(0, 8)}-guest`);
  return env;
}

function borrower(): string {
  return readFileSync(join(pool, '127.0.0.1'), 'utf8');
}

it('an environment is opened and removed with the plugins that it was made with, from its record alone', async () => {
  const { uuid } = await started();
  const env = await loadEnv(common);
  expect(env.vm('guest').constructor.name).toBe('PatientVm');
  expect(await env.vm('guest').state()).toBe('running');
  rmSync(join(directory, '.lago'), { recursive: true });
  expect(await destroyEnvironments({ ...common, uuid })).toEqual([uuid]);
  expect(borrower()).toBe('');
});

it("another user's plugins are not run; naming them does it", async () => {
  const { uuid } = await started();
  const uid = vi.spyOn(process, 'getuid').mockReturnValue(4711);
  onTestFinished(() => uid.mockRestore());
  await expect(loadEnv(common)).rejects.toMatchObject({ code: 'VM_TYPE_UNKNOWN' });
  await expect(destroyEnvironments({ ...common, uuid })).rejects.toMatchObject({
    code: 'PROVIDER_UNKNOWN',
    message: 'there is no VM provider borrowed (any more)',
  });
  expect(borrower()).not.toBe('');
  expect(await destroyEnvironments({ ...common, uuid, plugins: ['./plugin'] })).toEqual([uuid]);
  expect(borrower()).toBe('');
});
