/** An XML element, names without their namespaces. */
export interface XmlElement {
    readonly name: string;
    readonly attributes: ReadonlyMap<string, string>;
    readonly children: readonly XmlElement[];
    /** Its own text, trimmed. */
    readonly text: string;
}
/**
 * Parses XML that is not trusted: no document type, so no entities but the five that XML has itself.
 *
 * @throws {Error} that says what is wrong with it.
 */
export declare function parseXml(text: string): XmlElement;
/** All elements below one for which `accept` holds, in document order. */
export declare function descendants(element: XmlElement, accept: (element: XmlElement) => boolean): XmlElement[];
/** Text of the first child of a name; undefined when there is none, or an empty one. */
export declare function childText(element: XmlElement, name: string): string | undefined;
