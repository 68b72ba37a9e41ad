/** Namespace of what we write into the `<metadata>` of libvirt objects. */
export declare const METADATA_NAMESPACE = "urn:lago-action:environment:1";
/** Attributes of an element; those that are undefined are left out. */
export type XmlAttributes = Readonly<Record<string, string | number | undefined>>;
/** An element, its name among the keys, as the builder takes it when order matters. */
export type XmlNode = Readonly<Record<string, readonly XmlContent[] | Readonly<Record<string, string>>>>;
type XmlContent = XmlNode | {
    readonly '#text': string;
};
/** What an element may contain: elements, text, and nothing where a condition fails. */
export type XmlChild = XmlNode | string | number | undefined | readonly XmlChild[];
/** Makes an element. Attribute values and text are escaped when it is written; names must come from us or be checked. */
export declare function element(name: string, attributes?: XmlAttributes, ...children: readonly XmlChild[]): XmlNode;
/** Writes an element as indented XML text that ends with a line break. */
export declare function renderXml(root: XmlNode): string;
/** The `<metadata>` that says to which environment a libvirt object belongs. */
export declare function environmentMetadata(environment: {
    readonly uuid: string;
    readonly prefix: string;
}): XmlNode;
export {};
