import { describe, expect, it } from 'vitest';
import { cacheSections, isCacheHit } from '../../../src/action/cache-report.ts';
import { withinBudget } from '../../../src/action/markdown.ts';
import type { CacheUse } from '../../../src/index.ts';

const STORED: CacheUse = { kind: 'template', name: 'ours:debian12:v1', from: 'store' };
const RESTORED: CacheUse = { kind: 'layer', name: 'vm0/root', from: 'cache', bytes: 253e6, seconds: 4 };
const BUILT: CacheUse = {
  ...{ kind: 'layer', name: 'vm1/|root', from: 'source', bytes: 1.5e9, seconds: 90 },
  saving: { saved: false, reason: 'the cache is read-only in this job' },
};

describe('cache-hit', () => {
  it.each([
    [[], false],
    [[STORED], true],
    [[STORED, RESTORED], true],
    [[STORED, RESTORED, BUILT], false],
  ])('of %j is %s', (uses, hit) => {
    expect(isCacheHit(uses)).toBe(hit);
  });
});

describe('the part of the summary about the cache', () => {
  const text = (uses: readonly CacheUse[]) =>
    withinBudget(cacheSections({ uses, cachedBytes: 65e6, budget: 10e9 }), 1_000_000);

  it('tells what came from where, and why it was not kept', () => {
    const shown = text([STORED, RESTORED, { ...RESTORED, from: 'source', saving: { saved: true } }, BUILT]);
    expect(shown).toContain('Templates and layers: 1 from the store, 1 from the cache, 2 fetched or built');
    expect(shown).toContain('| template ours&#58;debian12&#58;v1 | store of this host |  |  |  |');
    expect(shown).toMatch(/\| layer vm0\/root \| cache \| 253\.0 MB \| 4\S* ?s \| {2}\|/);
    expect(shown).toMatch(/\| layer vm0\/root \| built \| .* \| saved \|/);
    expect(shown).toMatch(
      /vm1\/\S*root \| built \| 1\.5 GB \| .* \| not saved&#58; the cache is read-only in this job \|/,
    );
    expect(shown).toContain('Entries of this job in the cache: 65.0 MB of 10.0 GB');
  });

  it('is not there when nothing was needed', () => {
    expect(text([])).toBe('');
  });
});
