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

/** What to say to somebody who names a system without its release; undefined for other names. */
export function bareNameHint(name: string): string | undefined {
  const newest = NEWEST.get(name.toLowerCase());
  if (newest === undefined) return undefined;
  return `\`${name}\` does not say which release is meant; the newest that is built in is \`${newest}\``;
}
