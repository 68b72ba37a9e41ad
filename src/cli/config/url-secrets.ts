/** The text of a setting without what may be secret in the addresses in it: users, passwords and queries. */
export function withoutUrlSecrets(text: string): string {
  return text
    .replace(/(\b[a-z][a-z0-9+.-]*:\/\/)[^/?#\s]*@/gi, '$1***@')
    .replace(/(\bhttps?:\/\/[^\s,?#]*)[?#][^\s,]*/gi, '$1?***');
}
