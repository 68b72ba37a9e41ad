import { readFileSync, statSync } from 'node:fs';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { authenticatedUrl, authFileText } from '../../../src/providers/libvirt/auth.ts';

const auth = { username: 'lago', password: 'p=w #;%' };
const fileOf = (url: string) => /authfile=([^&#]*)/.exec(url)?.[1] ?? '';

describe('authenticatedUrl', () => {
  it('leaves a URL without credentials alone', () => {
    expect(authenticatedUrl('qemu:///system', undefined)).toBe('qemu:///system');
  });

  it.each([
    ['qemu:///system', /^qemu:\/\/\/system\?authfile=\/proc\/\d+\/fd\/\d+$/],
    ['qemu+tcp://h/system?no_tty=1', /^qemu\+tcp:\/\/h\/system\?no_tty=1&authfile=\/proc\/\d+\/fd\/\d+$/],
  ])('names a file for %s', (url, expected) => {
    expect(authenticatedUrl(url, auth)).toMatch(expected);
  });

  it('has the credentials in a file without a name, one for all calls', () => {
    const file = fileOf(authenticatedUrl('a:///x', auth));
    expect(file).toMatch(`/proc/${process.pid}/fd/`);
    expect(readFileSync(file, 'utf8')).toBe(authFileText(auth));
    expect(statSync(file)).toMatchObject({ nlink: 0 });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(fileOf(authenticatedUrl('b:///y', auth))).toBe(file);
    expect(fileOf(authenticatedUrl('a:///x', { ...auth, username: 'other' }))).not.toBe(file);
  });
});

it.each([
  { username: '', password: 'x' },
  { username: 'x', password: '' },
  { username: 'x\ny', password: 'x' },
  { username: 'x', password: 'a\nusername=root' },
])('refuses %j', (credentials) => {
  expect(() => authFileText(credentials)).toThrow(expect.objectContaining({ code: 'LIBVIRT_AUTH_INVALID' }));
});
