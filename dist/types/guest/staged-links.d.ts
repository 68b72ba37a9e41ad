/** What is known of the members of a tree: kind by path, parts joined with `/`; the root is the empty string. */
export type Kinds = ReadonlyMap<string, 'directory' | 'file' | 'link'>;
/**
 * Chooses the links that may be made: those that lead, through members of the same tree only, to a file or directory of
 * it. Absolute ones, ones that pass outside on the way and dangling ones are not chosen: whoever reads the copy later
 * (an artifact upload, for example) follows links.
 *
 * @param links target by path
 */
export declare function linksThatStayInside(kinds: Kinds, links: ReadonlyMap<string, string>): ReadonlySet<string>;
