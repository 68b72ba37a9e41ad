/** What stands for a secret anywhere in a name: a secret that is taken for something else is worse than the reverse. */
const SECRET = /key|pass|pwd|token|secret|credential/i;

/** What stands for a secret only as a word. */
const SECRET_WORD = /(?:^|[_ ])(?:creds?|pat)\d*(?:[_ ]|$)/i;

/** Beginnings of words that are known to be none. `COMPASSWORD` is not a compass. */
const HARMLESS = new RegExp(
  `(^|[_ ])(?:${[
    'key(?:board|code|frame|map|note|pad|server|stroke|word)',
    '(?:don|hoc|hot|joc|mon|tur|whis)key',
    '(?:by|com)pass(?!code|phrase|w)',
    'pass(?:enger|ive|through)',
    'secretar(?:y|ies)|tokenizer',
  ].join('|')})`,
  'gi',
);

/**
 * Whether a variable is called as if it held a secret: `API_KEY`, `apiKey`, `MYPASS`, `GITHUB_TOKEN`, `PUBLIC_KEY` too; not
 * `KEYMAP`, `COMPASS_URL`, `PWD`.
 */
export function isSecretName(name: string): boolean {
  if (/^(?:OLD)?PWD$/.test(name)) return false;
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(HARMLESS, '$1_');
  return SECRET_WORD.test(words) || SECRET.test(words.replaceAll(' ', ''));
}
