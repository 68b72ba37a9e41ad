import { describe, expect, it } from 'vitest';
import { FakeEnvironment, lago } from './support.ts';

describe('a plugin that is left out', () => {
  const WARNING = 'the plugin ./broken.js (LAGO_PLUGINS) is left out, it cannot be loaded: it throws';
  const sdk = {
    loadExtensions: async () => ({ loaded: [], outputFormats: new Map(), verbs: new Map(), warnings: [WARNING] }),
    loadEnv: async () => Object.assign(new FakeEnvironment(), { status: async () => ({ json: {} }) }),
  };
  const call = (...argv: string[]) => lago(argv, { sdk, env: { LAGO_PLUGINS: './broken.js' } });

  it.each([
    ['a verb', ['hello'], "unknown command 'hello'"],
    ['an output format', ['-f', 'ok', 'status'], '"ok" is not possible'],
  ])('is told of to who wants %s of it', async (_what, argv, message) => {
    const { code, err } = await call(...argv);
    expect(code).toBe(2);
    expect(err).toContain(`warning: ${WARNING}\n`);
    expect(err).toContain(message);
  });

  it.each([
    ['works', {}, 0],
    ['fails', { loadEnv: () => Promise.reject(new Error('no')) }, 1],
  ])('is told of once when a verb %s', async (_how, parts, exitCode) => {
    const { code, err } = await lago(['status'], { sdk: { ...sdk, ...parts }, env: { LAGO_PLUGINS: './broken.js' } });
    expect(code).toBe(exitCode);
    expect(err.split(WARNING)).toHaveLength(2);
  });

  it('is no matter of the help', async () => {
    expect((await call('--help')).err).toBe('');
  });
});
