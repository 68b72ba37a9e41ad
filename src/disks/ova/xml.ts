import { XMLParser } from 'fast-xml-parser';

/** An XML element, names without their namespaces. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Its own text, trimmed. */
  readonly text: string;
}

/** Deeper nesting has no use in a description of a machine, and recursion has to end somewhere. */
const MAX_DEPTH = 50;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: MAX_DEPTH,
});

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

/**
 * Parses XML that is not trusted: no document type, so no entities but the five that XML has itself.
 *
 * @throws {Error} that says what is wrong with it.
 */
export function parseXml(text: string): XmlElement {
  if (/<!DOCTYPE/i.test(text)) throw new Error('it has a document type');
  const [root, ...others] = elementsIn(parser.parse(text, true), 0);
  if (root === undefined || others.length > 0) throw new Error('it has no root element');
  return root;
}

/** All elements below one for which `accept` holds, in document order. */
export function descendants(element: XmlElement, accept: (element: XmlElement) => boolean): XmlElement[] {
  return element.children.flatMap((child) => [...(accept(child) ? [child] : []), ...descendants(child, accept)]);
}

/** Text of the first child of a name; undefined when there is none, or an empty one. */
export function childText(element: XmlElement, name: string): string | undefined {
  const text = element.children.find((child) => child.name === name)?.text;
  return text === '' ? undefined : text;
}

function elementsIn(nodes: unknown, depth: number): XmlElement[] {
  if (depth > MAX_DEPTH) throw new Error('it is nested far too deeply');
  if (!Array.isArray(nodes)) return [];
  return nodes.flatMap((node: unknown) => elementOf(node, depth) ?? []);
}

/** What the parser gives for an element: its name with its content, and its attributes under `:@`. */
function elementOf(node: unknown, depth: number): XmlElement | undefined {
  if (typeof node !== 'object' || node === null) return undefined;
  const [name, content] = Object.entries(node).find(([key]) => key !== ':@' && key !== '#text') ?? [];
  if (name === undefined) return undefined;
  const attributes: unknown = Reflect.get(node, ':@');
  const pairs = typeof attributes === 'object' && attributes !== null ? Object.entries(attributes) : [];
  return {
    name,
    attributes: new Map(pairs.map(([key, value]) => [key, decoded(String(value))])),
    children: elementsIn(content, depth + 1),
    text: decoded(textIn(content)),
  };
}

function textIn(content: unknown): string {
  if (!Array.isArray(content)) return '';
  const pieces = content.map((node: unknown) => {
    const piece: unknown = typeof node === 'object' && node !== null ? Reflect.get(node, '#text') : undefined;
    return typeof piece === 'string' ? piece : '';
  });
  return pieces.join('').trim();
}

function decoded(text: string): string {
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => ENTITIES[name] ?? '');
}
