import { homedir } from 'node:os';
import { dirname, isAbsolute, resolve } from 'node:path';
import { UserError } from '../host/errors.ts';
import { displayAddress } from '../host/http.ts';
import type { RepositorySource } from './repository-file.ts';
import type { TemplateOrigin } from './types.ts';

/** Where a repository file was found. */
export type RepositoryPlace =
  | { readonly kind: 'file' /** Absolute. */; readonly path: string }
  | { readonly kind: 'http'; readonly url: string };

/** Variables that a repository file may use in paths; only those named `LAGO_*` count. */
export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Finds where a handle of a source points to. Relative roots and base URLs are relative to the repository file; `~` and
 * `$LAGO_*` variables in paths are replaced, in the handle too.
 *
 * @throws {UserError} `REPOSITORY_INVALID` when a repository of the network names files of this host, or a URL is none.
 */
export function originOf(
  source: RepositorySource,
  handle: string,
  place: RepositoryPlace,
  variables: Variables,
): TemplateOrigin {
  if (source.type === 'file') return fileOrigin(source.args.root, handle, place, variables);
  const { baseurl } = source.args;
  // A repository that is meant to be served, and is used where it lies.
  if (place.kind === 'file' && /^\.{1,2}(?:\/|$)/.test(baseurl)) return fileOrigin(baseurl, handle, place, variables);
  return httpOrigin(baseurl, handle, place);
}

function fileOrigin(root: string, handle: string, place: RepositoryPlace, variables: Variables): TemplateOrigin {
  if (place.kind === 'http') {
    throw invalid(
      `the repository ${displayAddress(place.url)} has a source of type "file", which only a local repository may have`,
    );
  }
  const directory = resolve(dirname(place.path), expand(root, variables));
  return { kind: 'file', path: resolve(directory, expand(handle, variables)) };
}

function httpOrigin(baseurl: string, handle: string, place: RepositoryPlace): TemplateOrigin {
  const base = place.kind === 'http' ? place.url : undefined;
  if (!URL.canParse(baseurl, base))
    throw invalid(`the base URL "${displayAddress(baseurl)}" of a template source is not valid`);
  const url = new URL(baseurl, base);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw invalid(`the base URL "${displayAddress(baseurl)}" of a template source is neither http:// nor https://`);
  }
  // Not resolved as a URL: the handle `el7:base.qcow2` is a path, not something of the scheme `el7`.
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${handle.replace(/^\/+/, '')}`;
  return { kind: 'http', url: url.href };
}

function expand(text: string, variables: Variables): string {
  const expanded = text.replace(
    /\$(?:\{(LAGO_\w+)\}|(LAGO_\w+))/g,
    (whole, braced: string | undefined, plain: string | undefined) => variables[braced ?? plain ?? ''] ?? whole,
  );
  return expanded === '~' || expanded.startsWith('~/') ? `${homedir()}${expanded.slice(1)}` : expanded;
}

function invalid(message: string): UserError {
  return new UserError('REPOSITORY_INVALID', message);
}

/** A repository location as an absolute path or URL. */
export function placeOf(location: string, cwd: string): RepositoryPlace {
  if (/^https?:\/\//i.test(location)) return { kind: 'http', url: location };
  const path = location.startsWith('file://') && URL.canParse(location) ? new URL(location).pathname : location;
  return { kind: 'file', path: isAbsolute(path) ? resolve(path) : resolve(cwd, path) };
}

/** The same place with a suffix: to the path, not to the query. */
export function addSuffix(origin: TemplateOrigin, suffix: string): TemplateOrigin {
  if (origin.kind === 'file') return { kind: 'file', path: `${origin.path}${suffix}` };
  const url = new URL(origin.url);
  url.pathname += suffix;
  return { kind: 'http', url: url.href };
}
