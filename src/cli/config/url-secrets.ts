/**
 * The text of a setting without what may be secret in the addresses in it: users of http, which may be tokens, passwords, and
 * queries of http. The user of `qemu+ssh://root@host/system` is none.
 */
export function withoutUrlSecrets(text: string): string {
  return text
    .replace(/(\bhttps?:\/\/)[^/?#\s]*@/gi, '$1***@')
    .replace(/(\b[a-z][a-z0-9+.-]*:\/\/)[^/?#\s@:]*:[^/?#\s]*@/gi, '$1***@')
    .replace(/(\bhttps?:\/\/[^\s,?#]*)[?#][^\s,]*/gi, '$1?***');
}
