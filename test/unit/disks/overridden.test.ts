import { expect, it } from 'vitest';
import { withoutOverridden } from '../../../src/disks/provision/overridden.ts';
import { personalArgs } from '../../../src/disks/provision/sysprep.ts';
import { domainPlan } from './domain-plan.ts';

const files = { publicKey: '/key', rootPassword: '/root', userPassword: '/user' };
const ours = personalArgs(domainPlan({ distro: 'debian12', sshUser: 'ci' }), files);
const left = (options: Record<string, unknown>) =>
  withoutOverridden(ours, [{ builder: 'virt-customize', options }]).join(' ');

it('prepares a machine with all that is its own when no build says otherwise', () => {
  expect(withoutOverridden(ours, [])).toEqual(ours);
  expect(left({ install: 'vim', write: '/etc/hostname.d/x:y' })).toBe(ours.join(' '));
});

it.each([
  [{ hostname: 'mine' }, '--hostname'],
  [{ write: '/etc/hostname:mine' }, '--hostname'],
  [{ 'root-password': 'password:x' }, '--root-password'],
  [{ password: ['root:password:x'] }, '--root-password'],
  [{ 'run-command': 'echo root:x | chpasswd' }, '--root-password'],
  [{ password: 'ci:password:x' }, '--password ci:'],
  [{ upload: 'mine:/etc/network/interfaces' }, '--write /etc/network/interfaces:'],
  [{ 'append-line': ['/etc/systemd/network/05-lago-eth0.network:MTU=9000'] }, '05-lago-eth0.network'],
])('leaves what the build %j sets as it is', (options, gone) => {
  expect(ours.join(' ')).toContain(gone);
  expect(left(options)).not.toContain(gone);
  expect(left(options)).toContain('--ssh-inject root:file:/key');
});

it('leaves only the file alone that the build names', () => {
  const args = left({ write: '/etc/network/interfaces:mine' });
  expect(args).toContain('--write /etc/network/interfaces.d/ifcfg-eth0.cfg:');
});
