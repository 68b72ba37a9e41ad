/** What is known of the members of a tree: kind by path, parts joined with `/`; the root is the empty string. */
export type Kinds = ReadonlyMap<string, 'directory' | 'file' | 'link'>;

const MAX_TARGET = 4096;
const MAX_HOPS = 16;
/** Steps for all links of a tree together: a hostile tree could be made to take for ever. */
const MAX_STEPS = 5_000_000;

/**
 * Chooses the links that may be made: those that lead, through members of the same tree only, to a file or directory of
 * it. Absolute ones, ones that pass outside on the way and dangling ones are not chosen: whoever reads the copy later
 * (an artifact upload, for example) follows links.
 *
 * @param links target by path
 */
export function linksThatStayInside(kinds: Kinds, links: ReadonlyMap<string, string>): ReadonlySet<string> {
  let steps = 0;
  const staysInside = (path: string): boolean => {
    const at = path.split('/').slice(0, -1);
    const todo = (links.get(path) ?? '').split('/').reverse();
    for (let hops = 0; todo.length > 0; ) {
      steps += 1;
      if (steps > MAX_STEPS) return false;
      const part = todo.pop();
      if (part === undefined || part === '' || part === '.') continue;
      if (part === '..') {
        if (at.pop() === undefined) return false;
        continue;
      }
      const next = [...at, part].join('/');
      const kind = kinds.get(next);
      if (kind === undefined || (kind === 'file' && todo.some((rest) => rest !== ''))) return false;
      if (kind === 'link') {
        const target = links.get(next) ?? '/';
        hops += 1;
        if (hops > MAX_HOPS || !isRelative(target)) return false;
        todo.push(...target.split('/').reverse());
      } else {
        at.push(part);
      }
    }
    return true;
  };
  return new Set([...links].filter(([path, target]) => isRelative(target) && staysInside(path)).map(([path]) => path));
}

function isRelative(target: string): boolean {
  return target !== '' && !target.startsWith('/') && !target.includes('\0') && Buffer.byteLength(target) <= MAX_TARGET;
}
