import { type DatedLayout, versionIn } from './layout.ts';

/** Names of the files and directories that a web server's listing of a directory links to, without slashes at their ends. */
export function namesIn(html: string): readonly string[] {
  const links = [...html.matchAll(/href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))/gi)];
  const names = links.flatMap(([, double, single, bare]) => nameOf(double ?? single ?? bare ?? ''));
  return [...new Set(names)];
}

/** Versions in a listing, newest first. */
export function versionsIn(html: string, { listed }: DatedLayout): readonly string[] {
  const versions = namesIn(html).flatMap((name) => versionIn(name, listed) ?? []);
  return [...new Set(versions)].sort(compareVersions).reverse();
}

/** Orders versions by their numbers: `9.9-...` before `9.10-...`, `20260712` before `20260712.1`. */
export function compareVersions(a: string, b: string): number {
  const [one, other] = [numbersOf(a), numbersOf(b)];
  for (let index = 0; index < Math.max(one.length, other.length); index++) {
    const difference = (one[index] ?? -1) - (other[index] ?? -1);
    if (difference !== 0) return difference;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The last part of a link that stays on the server; links may be `x`, `./x`, `/a/x` or whole addresses. */
function nameOf(link: string): string[] {
  const [path = ''] = link.split(/[?#]/);
  const name = path.replace(/\/$/, '').split('/').at(-1) ?? '';
  try {
    const decoded = decodeURIComponent(name);
    return decoded === '' || decoded === '.' || decoded === '..' || decoded.includes('/') ? [] : [decoded];
  } catch {
    return [];
  }
}

function numbersOf(version: string): readonly number[] {
  return (version.match(/\d+/g) ?? []).map(Number);
}
