import { displayAddress, displayUrl } from '../host/http.ts';
import type { RepositoryFile, RepositorySource } from './repository-file.ts';

/** Stands for the server of a base URL that names none. */
const HERE = 'http://here.invalid';

/**
 * A repository file as everybody may read it: base URLs without users, passwords and queries, and without keys that we do not
 * know. What needs those cannot be fetched by it, only found.
 */
export function publicRepository({ name, sources, templates }: RepositoryFile): RepositoryFile {
  // Sources may have their addresses for names.
  const names = new Map(Object.keys(sources).map((key, index) => [key, publicName(key, index)]));
  return {
    name,
    sources: Object.fromEntries(
      Object.entries(sources).map(([key, source]) => [names.get(key) ?? key, publicSource(source)]),
    ),
    templates: Object.fromEntries(
      Object.entries(templates).map(([template, { versions }]) => [template, { versions: renamed(versions, names) }]),
    ),
  };
}

type Versions = RepositoryFile['templates'][string]['versions'];

function renamed(versions: Versions, names: ReadonlyMap<string, string>): Versions {
  return Object.fromEntries(
    Object.entries(versions).map(([version, { source, handle, timestamp, details }]) => [
      version,
      { source: names.get(source) ?? source, handle, timestamp, ...(details === undefined ? {} : { details }) },
    ]),
  );
}

function publicName(name: string, index: number): string {
  return displayAddress(name) === name ? name : `${displayAddress(name)} ${index}`;
}

function publicSource(source: RepositorySource): RepositorySource {
  if (source.type === 'file') return { type: 'file', args: { root: source.args.root } };
  return { type: 'http', args: { baseurl: publicBase(source.args.baseurl) } };
}

function publicBase(baseurl: string): string {
  if (!URL.canParse(baseurl, HERE)) return displayAddress(baseurl);
  const url = new URL(baseurl, HERE);
  if (`${url.username}${url.password}${url.search}${url.hash}` === '') return baseurl;
  if (URL.canParse(baseurl)) return displayUrl(url);
  return url.origin === HERE ? baseurl.replace(/[?#].*$/s, '') : `//${url.host}${url.pathname}`;
}
