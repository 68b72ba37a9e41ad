import { describe, expect, it } from 'vitest';
import { detectFamily, familyOf, installAdvice } from '../../../src/host/distribution.ts';

describe('familyOf', () => {
  it.each([
    ['NAME="Debian GNU/Linux"\nID=debian\n', 'debian'],
    ['ID=ubuntu\nID_LIKE=debian\n', 'debian'],
    ['ID=linuxmint\nID_LIKE="ubuntu debian"\n', 'debian'],
    ['ID=fedora\n', 'fedora'],
    ['ID="rocky"\nID_LIKE="rhel centos fedora"\n', 'fedora'],
    ['ID="rhel"\n', 'fedora'],
    ['ID=arch\n', 'arch'],
    ["ID='manjaro'\nID_LIKE='arch'\n", 'arch'],
    ['ID=nixos\n', undefined],
    ['VERSION_ID="12"\nBUILD_ID=debian\n', undefined],
    ['', undefined],
  ])('%j', (text, family) => {
    expect(familyOf(text)).toBe(family);
  });

  it('knows nothing where there is no os-release', () => {
    expect(detectFamily('/nonexistent/os-release')).toBe(undefined);
  });
});

describe('installAdvice', () => {
  it.each([
    ['debian', 'Run `sudo apt-get install libvirt-clients qemu-utils`.'],
    ['fedora', 'Run `sudo dnf install libvirt-client qemu-img`.'],
    ['arch', 'Run `sudo pacman -S libvirt qemu-img`.'],
    [undefined, 'Install virsh and qemu-img with the package manager of this system.'],
  ] as const)('%s', (family, advice) => {
    expect(installAdvice(['virsh', 'qemu-img'], family)).toBe(advice);
  });

  it('names a package once that has several of the programs', () => {
    expect(installAdvice(['virt-sysprep', 'virt-customize'], 'debian')).toBe(
      'Run `sudo apt-get install libguestfs-tools`.',
    );
  });
});
