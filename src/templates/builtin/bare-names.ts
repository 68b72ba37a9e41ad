import { SYSTEMS } from './systems.ts';

/** Newest system by what its names begin with: `debian`, `almalinux`, `opensuse-leap`. */
const NEWEST: ReadonlyMap<string, string> = new Map(
  SYSTEMS.flatMap(({ name, aliases }) =>
    [name, ...aliases].flatMap((each) => {
      const family = /^([a-z-]{3,}?)-?\d[\d.]*$/.exec(each)?.[1];
      return family === undefined ? [] : [[family, name] as const];
    }),
  ),
);

/** What to say to somebody who names Red Hat's own system, such as `el9` or `rhel-9.4`; undefined for other names. */
export function rebuildHint(name: string): string | undefined {
  const release = Number(/^(?:rh)?el-?(\d+)(?:\.\d+)?$/i.exec(name)?.[1] ?? 0);
  if (release === 0) return undefined;
  const nearest = `alma${Math.min(Math.max(release, 8), 10)}`;
  return `Red Hat's own images are not built in; the nearest that is built in is \`${nearest}\``;
}

/** What to say to somebody who names a system without its release; undefined for other names. */
export function bareNameHint(name: string): string | undefined {
  const newest = NEWEST.get(name.toLowerCase());
  if (newest === undefined) return undefined;
  return `\`${name}\` does not say which release is meant; the newest that is built in is \`${newest}\``;
}
