import { describe, expect, it } from 'vitest';
import { type LayerWish, layerNodes, leafKey } from '../../../../src/disks/layers/trie.ts';
import fc from '../../../support/fast-check.ts';

/** A wish whose keys are the prefixes of a word. */
function wish(word: string, owner = word): LayerWish<string> {
  const steps = [...word].map((_, index) => ({
    key: word.slice(0, index + 1),
    step: { builder: 'fake', options: {} },
  }));
  return { owner, base: { id: 'base', digest: 'd', file: '/base' }, steps };
}
const words = (...list: string[]) => layerNodes(list.map((word, index) => wish(word, `${index}`)));

describe('layerNodes', () => {
  it('has one layer for all that want the same', () => {
    expect(words('ab', 'ab', 'ab')).toMatchObject([{ key: 'ab', owners: ['0', '1', '2'], depth: 0 }]);
  });

  it('has a layer where disks part, before those that are built upon it', () => {
    expect(words('abcx', 'abcy', 'z').map(({ key, depth }) => [key, depth])).toEqual([
      ['abc', 0],
      ['z', 0],
      ['abcx', 1],
      ['abcy', 1],
    ]);
  });

  it('has a layer where one disk ends and another goes on', () => {
    expect(words('abc', 'a').map(({ key }) => key)).toEqual(['a', 'abc']);
  });

  it('makes what each wants, whatever that is, and nothing that only one passes through', () => {
    const word = fc.stringMatching(/^[ab]{1,5}$/);
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), (list) => {
        const nodes = words(...list);
        const keys = nodes.map(({ key }) => key);
        expect(new Set(keys).size).toBe(keys.length);
        for (const each of list) expect(keys).toContain(leafKey(wish(each)));
        for (const { key, depth, steps, owners } of nodes) {
          expect(steps.map((step) => step.key).at(-1)).toBe(key);
          expect(owners.map((owner) => list[Number(owner)])).toEqual(list.filter((each) => each.startsWith(key)));
          expect(depth).toBe(keys.filter((other) => other !== key && key.startsWith(other)).length);
          const next = new Set(list.filter((each) => each.startsWith(key)).map((each) => each.charAt(key.length)));
          expect(list.includes(key) || next.size > 1).toBe(true);
        }
        expect(nodes.map(({ depth }) => depth)).toEqual(nodes.map(({ depth }) => depth).sort((a, b) => a - b));
      }),
    );
  });
});
