import { UserError } from '../../host/errors.ts';
import { displayAddress } from '../../host/http.ts';

/**
 * The same file on a mirror that has a directory per host: of `https://cloud.debian.org/images/x`, the mirror
 * `https://mirror.example/images` has it at `https://mirror.example/images/cloud.debian.org/images/x`.
 *
 * @throws {UserError} `URL_INVALID` for a mirror that is not an HTTPS address: checksums come from there, too.
 */
export function throughMirror(url: string, mirror: string | undefined): string {
  if (mirror === undefined || mirror === '') return url;
  const base = URL.canParse(mirror) ? new URL(mirror) : undefined;
  if (base?.protocol !== 'https:') {
    throw new UserError(
      'URL_INVALID',
      `LAGO_TEMPLATE_MIRROR is ${JSON.stringify(displayAddress(mirror))}, which is not an https:// URL`,
    );
  }
  const { host, pathname } = new URL(url);
  base.pathname = `${base.pathname.replace(/\/+$/, '')}/${host}${pathname}`;
  return base.href;
}
