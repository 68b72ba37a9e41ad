import { XMLBuilder } from 'fast-xml-parser';

/** Namespace of what we write into the `<metadata>` of libvirt objects. */
export const METADATA_NAMESPACE = 'urn:lago-action:environment:1';

/** Attributes of an element; those that are undefined are left out. */
export type XmlAttributes = Readonly<Record<string, string | number | undefined>>;

/** An element, its name among the keys, as the builder takes it when order matters. */
export type XmlNode = Readonly<Record<string, readonly XmlContent[] | Readonly<Record<string, string>>>>;
type XmlContent = XmlNode | { readonly '#text': string };

/** What an element may contain: elements, text, and nothing where a condition fails. */
export type XmlChild = XmlNode | string | number | undefined | readonly XmlChild[];

const builder = new XMLBuilder({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  suppressBooleanAttributes: false,
  suppressEmptyNode: true,
  format: true,
  indentBy: '  ',
});

/** Makes an element. Attribute values and text are escaped when it is written; names must come from us or be checked. */
export function element(name: string, attributes: XmlAttributes = {}, ...children: readonly XmlChild[]): XmlNode {
  const given = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, String(value)]],
  );
  return { [name]: children.flatMap(contentOf), ':@': Object.fromEntries(given) };
}

/** Writes an element as indented XML text that ends with a line break. */
export function renderXml(root: XmlNode): string {
  return `${builder.build([root]).trim()}\n`;
}

/** The `<metadata>` that says to which environment a libvirt object belongs. */
export function environmentMetadata(environment: { readonly uuid: string; readonly prefix: string }): XmlNode {
  const { uuid, prefix } = environment;
  return element('metadata', {}, element('lago:environment', { 'xmlns:lago': METADATA_NAMESPACE, uuid, prefix }));
}

function contentOf(child: XmlChild): readonly XmlContent[] {
  if (child === undefined) return [];
  if (typeof child === 'string' || typeof child === 'number') return [{ '#text': String(child) }];
  return isList(child) ? child.flatMap(contentOf) : [child];
}

function isList(child: XmlNode | readonly XmlChild[]): child is readonly XmlChild[] {
  return Array.isArray(child);
}
