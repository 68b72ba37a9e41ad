import { expect, it } from 'vitest';
import { domainDefaults } from '../../../src/environment/defaults.ts';
import { planOf, templates } from '../../support/plan.ts';

const known = { providers: ['local-libvirt', 'ssh'], vmTypes: ['default', 'special'] };

it('changes what is given only', () => {
  expect(domainDefaults({ vmType: 'special' }, known)).toEqual({
    sshUser: 'root',
    vmType: 'special',
    vmProvider: 'local-libvirt',
    bootTimeout: 600,
  });
});

it.each([
  [{ vmType: 'x' }, 'the default VM type "x" cannot be used', 'There are default, special.'],
  [{ vmProvider: 'x' }, 'the default VM provider "x" cannot be used', 'There are local-libvirt, ssh.'],
  [{ sshUser: 'ro ot' }, 'the default SSH user "ro ot" cannot be used', undefined],
])('refuses %j', (options, message, hint) => {
  expect(() => domainDefaults(options, known)).toThrow(
    expect.objectContaining({ code: 'DEFAULT_INVALID', message, hint }),
  );
});

it('freezes the defaults into the saved spec (Lago D27)', () => {
  const text = `
domains:
  vm0: { memory: 64, nics: [{ net: lan }], disks: [] }
nets:
  lan: {}
`;
  const defaults = domainDefaults({ sshUser: 'lago', sshPassword: 'a-password', rootPassword: 'of-root' }, known);
  const vm = planOf(text, { defaults, resolveTemplate: templates({}) }).domains.get('vm0');
  expect(vm).toMatchObject({ sshUser: 'lago', sshPassword: 'of-root', rootPassword: 'of-root' });
  expect(vm?.spec).toMatchObject({ 'ssh-user': 'lago', 'ssh-password': 'of-root' });
});
