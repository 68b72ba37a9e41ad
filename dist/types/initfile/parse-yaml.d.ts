import { type Document, type ParsedNode } from 'yaml';
import { type Limit } from './bounded-parser.ts';
/** A parsed YAML document, errors included. */
export interface ParsedYaml {
    readonly document: Document.Parsed<ParsedNode, boolean> | undefined;
    /** Index at which a second document starts. */
    readonly second?: number;
    /** Why it was not read to its end, and where. */
    readonly limit?: Limit;
}
/** Parses the first document of a text in Lago's dialect of YAML. */
export declare function parseYaml(text: string): ParsedYaml;
