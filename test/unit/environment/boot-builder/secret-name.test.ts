import { expect, it } from 'vitest';
import { isSecretName } from '../../../../src/environment/boot-builder/secret-name.ts';

it.each([
  ...['KEY', 'API_KEY', 'APIKEY', 'apiKey', 'AWS_SECRET_ACCESS_KEY', 'KEY2', 'SSH_KEYS', 'SIGNING_KEY_FILE'],
  ...['TOKEN', 'GITHUB_TOKEN', 'NPM_AUTHTOKEN', 'accessToken', 'GH_PAT'],
  ...['PASSWORD', 'PGPASSWORD', 'ROOT_PASSWD', 'SSHPASS', 'DB_PASS', 'MYSQL_PWD', 'GPG_PASSPHRASE'],
  ...['MYPASS', 'ADMINPASS', 'REDISPASS', 'VAULTPASS', 'LDAPBINDPASS', 'PASSCODE', 'SECRETID', 'CONSUMERKEY'],
  ...['STORAGEKEY', 'ACCOUNTKEY', 'SERVICEKEY', 'WEBHOOKKEY', 'WGKEY', 'TOKENVALUE', 'PASSWORDFILE', 'APIKEYV2'],
  ...['KEYDATA', 'PUBLIC_KEY', 'COMPASSWORD', 'RUBYPASS', 'COMMONKEY', 'SNAPSHOTKEY', 'APIKEYCODE', 'toKen'],
  ...['KEYBOARD_KEY', 'BYPASSTOKEN', 'githubPat', 'dbCredsFile'],
  ...['CLIENT_SECRET', 'mySecret', 'GOOGLE_APPLICATION_CREDENTIALS', 'db_creds'],
])('%s is the name of a secret', (name) => {
  expect(isSecretName(name)).toBe(true);
});

it.each([
  ...['KEYMAP', 'KEYBOARD_LAYOUT', 'MONKEY', 'HOTKEYS', 'COMPASS_URL', 'BYPASS', 'PASSENGER_PORT', 'PASSIVE'],
  ...['KEYCODE', 'KEYSERVER', 'KEYWORDS', 'PASSTHROUGH', 'TURKEY', 'HOCKEY', 'KEYBOARDLAYOUT', 'xkbKeymap'],
  ...['TOKENIZERS_PARALLELISM', 'SECRETARY', 'PATH', 'PWD', 'OLDPWD', 'PATTERN', 'DEBIAN_FRONTEND', ''],
])('%s is not', (name) => {
  expect(isSecretName(name)).toBe(false);
});
