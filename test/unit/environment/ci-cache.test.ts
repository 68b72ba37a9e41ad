import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { CiCache } from '../../../src/environment/ci-cache.ts';
import { isOfThisHost, notWorthKeeping } from '../../../src/environment/ci-cache-rules.ts';
import type { CacheSaving, CacheUse, TemplateCache } from '../../../src/environment/options.ts';
import { CancelledError } from '../../../src/host/errors.ts';
import { createLogger } from '../../../src/host/log.ts';

describe('what is kept', () => {
  test.each([
    [20e6, 0.2, false],
    [350e6, 8, false],
    [350e6, 30, true],
    [2e9, 30, false],
    [2e9, 60, true],
  ])('of %d bytes that took %d s: %s', (bytes, seconds, kept) => {
    expect(notWorthKeeping(bytes, seconds) === undefined).toBe(kept);
  });

  test.each([
    ['https://cloud.example.org/a.qcow2', undefined],
    ['http://127.0.0.1:80/a.qcow2', 'it comes from a server on this host'],
    ['http://localhost/a.qcow2', 'it comes from a server on this host'],
    ['http://[::1]:8080/a.qcow2', 'it comes from a server on this host'],
    ['http://127.0.0.1.example.org/a', undefined],
  ])('of %s', (url, reason) => {
    expect(isOfThisHost({ kind: 'http', url })).toBe(reason);
  });

  test('of files', () => {
    expect(isOfThisHost({ kind: 'file', path: '/a' })).toBe('it comes from a file of this host');
  });
});

let store: string;
let said: string[];
beforeEach(() => {
  store = mkdtempSync(join(tmpdir(), 'lago-ci-cache-'));
  said = [];
});
afterEach(() => {
  expect(readdirSync(store).flatMap((name) => readdirSync(join(store, name)))).toEqual([]);
  rmSync(store, { recursive: true });
});

/** A cache that does what a test says. */
function open(parts: Partial<TemplateCache> = {}) {
  const uses: CacheUse[] = [];
  const cache: TemplateCache = {
    restore: async () => undefined,
    save: async () => ({ saved: true }),
    report: (use) => uses.push(use),
    ...parts,
  };
  const log = createLogger((event) => event.kind === 'message' && said.push(event.text));
  return { uses, ciCache: new CiCache(cache, store, { log, signal: undefined }) };
}

const SUBJECT = { kind: 'layer', name: 'vm0/root' } as const;
const MADE = { ...SUBJECT, key: 'k', bytes: 1e6, seconds: 60 };

describe('CiCache', () => {
  it('saves in the background, and waits when told to', async () => {
    let finish: (saving: CacheSaving) => void = () => undefined;
    const { uses, ciCache } = open({
      save: () =>
        new Promise((resolve) => {
          finish = resolve;
        }),
    });
    let staged = false;
    ciCache.save(MADE, async () => {
      staged = true;
      setImmediate(() => finish({ saved: true }));
      return undefined;
    });
    expect(uses).toEqual([]);
    await ciCache.settle();
    expect(staged).toBe(true);
    expect(uses).toEqual([{ ...SUBJECT, bytes: 1e6, seconds: 60, from: 'source', saving: { saved: true } }]);
  });

  it('tells why something is not saved', async () => {
    const refusing = open({ save: async () => ({ saved: false, reason: 'read-only' }) });
    refusing.ciCache.save(MADE, async () => undefined);
    refusing.ciCache.save(MADE, async () => 'it cannot be verified');
    refusing.ciCache.save({ ...MADE, seconds: 1 }, async () => undefined);
    await refusing.ciCache.settle();
    expect(refusing.uses.map(({ saving }) => (saving?.saved === false ? saving.reason : '')).toSorted()).toEqual([
      'it cannot be verified',
      'it took 1.0 s, and restoring it would take about 3.0 s',
      'read-only',
    ]);
    const other = open({ keeps: ['template'] });
    other.ciCache.save(MADE, async () => undefined);
    expect(other.uses).toMatchObject([{ saving: { reason: 'layers are not to be cached' } }]);
  });

  it('keeps also what is quickly there when it is eager', async () => {
    const { uses, ciCache } = open({ eager: true });
    ciCache.save({ ...MADE, seconds: 0 }, async () => undefined);
    await ciCache.settle();
    expect(uses).toMatchObject([{ saving: { saved: true } }]);
  });

  it('believes only what was asked for, and was accepted', async () => {
    const { uses, ciCache } = open({
      restore: async ([first], directory) => {
        writeFileSync(join(directory, 'image'), 'four');
        return first;
      },
    });
    expect(await ciCache.restore(SUBJECT, ['a'], async () => 'it is broken')).toBeUndefined();
    expect(said).toEqual(['layer vm0/root from the cache is not used: it is broken (entry a)']);
    expect(await ciCache.restore(SUBJECT, ['a'], async () => undefined)).toBe('a');
    expect(uses).toMatchObject([{ ...SUBJECT, from: 'cache', bytes: 4 }]);
    const longer = open({ restore: async () => 'a-and-more' });
    expect(await longer.ciCache.restore(SUBJECT, ['a'], async () => undefined)).toBeUndefined();
  });

  it('never fails because of the cache', async () => {
    const { uses, ciCache } = open({ restore: () => Promise.reject(new Error('broken')) });
    expect(await ciCache.restore(SUBJECT, ['a'], async () => undefined)).toBeUndefined();
    ciCache.save(MADE, () => Promise.reject(new Error('no room')));
    ciCache.save(MADE, () => Promise.reject(new CancelledError('it')));
    await ciCache.settle();
    expect(said).toEqual(['restoring layer vm0/root: broken', 'saving layer vm0/root: no room']);
    expect(uses).toHaveLength(2);
  });

  it('asks nothing without a cache', async () => {
    const ciCache = new CiCache(undefined, store, { log: createLogger(), signal: undefined });
    expect(await ciCache.restore(SUBJECT, ['a'], async () => undefined)).toBeUndefined();
    ciCache.save(MADE, () => Promise.reject(new Error('must not be asked')));
    await ciCache.settle();
  });
});
