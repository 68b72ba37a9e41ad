/** Parts of a variable's name that stand for a secret. Long words may have something before them: `PGPASSWORD`. */
const SECRET = new RegExp(
  `^(?:${[
    '[a-z]*(?:credential|passphrase|passwd|password|secret|token)s?',
    '(?:access|api|app|auth|client|deploy|encryption|gpg|hmac|host|jwt|license|master|private|secret|sign|signing|ssh|ssl|tls)?keys?',
    '(?:db|ftp|http|mysql|pg|root|smtp|ssh|sudo|user|vnc)?pass',
    'creds?|pwd|pat',
  ].join('|')})\\d*$`,
  'i',
);

/**
 * Whether a variable is called as if it held a secret: `API_KEY`, `apiKey`, `PGPASSWORD`, `GITHUB_TOKEN`; not `KEYMAP`,
 * `COMPASS_URL`, `PWD`.
 */
export function isSecretName(name: string): boolean {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').split('_');
  return !/^(?:OLD)?PWD$/.test(name) && words.some((word) => SECRET.test(word));
}
