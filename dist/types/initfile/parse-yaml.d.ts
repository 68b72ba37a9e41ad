import { type Document, type ParsedNode } from 'yaml';
/** A parsed YAML document, errors included. */
export interface ParsedYaml {
    readonly document: Document.Parsed<ParsedNode, boolean> | undefined;
    /** Index at which a second document starts. */
    readonly second?: number;
}
/** Parses the first document of a text in Lago's dialect of YAML. */
export declare function parseYaml(text: string): ParsedYaml;
