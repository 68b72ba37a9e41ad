import { expect, test } from 'vitest';
import { element, environmentMetadata, renderXml } from '../../../src/providers/libvirt/xml.ts';
import { parseXml, select } from '../../support/xml.ts';

test('elements, attributes and text keep their order', () => {
  const xml = renderXml(
    element('a', { one: 1, two: 'true' }, element('b'), element('c', {}, 'text'), element('b', { x: '' }, 0)),
  );
  expect(xml).toBe('<a one="1" two="true">\n  <b/>\n  <c>text</c>\n  <b x="">0</b>\n</a>\n');
});

test('what is undefined is left out', () => {
  expect(renderXml(element('a', { x: undefined }, undefined, [undefined, [element('b')]]))).toBe('<a>\n  <b/>\n</a>\n');
});

test('nothing in values or text can become markup', () => {
  const evil = `"'<&>]]><!-- {}`;
  const tree = parseXml(renderXml(element('a', { x: evil }, element('b', {}, evil))));
  expect(select(tree, 'a/@x')).toEqual([evil]);
  expect(select(tree, 'a/b')).toEqual([evil]);
  expect(Object.keys(tree)).toEqual(['a']);
});

test('metadata name the environment', () => {
  const xml = renderXml(environmentMetadata({ uuid: 'ab', prefix: '/p & q' }));
  expect(xml).toContain('<lago:environment xmlns:lago="urn:lago-action:environment:1" uuid="ab" prefix="/p &amp; q"/>');
});
