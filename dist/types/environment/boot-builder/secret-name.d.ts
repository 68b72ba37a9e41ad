/**
 * Whether a variable is called as if it held a secret: `API_KEY`, `apiKey`, `MYPASS`, `GITHUB_TOKEN`, `PUBLIC_KEY` too; not
 * `KEYMAP`, `COMPASS_URL`, `PWD`.
 */
export declare function isSecretName(name: string): boolean;
