import { describe, expect, it } from 'vitest';
import { type Family, packagesFor } from '../../../src/host/distribution.ts';
import { readProjectFile } from '../../support/markdown.ts';
import { snippetsRunAs } from '../../support/snippets.ts';

/** What every environment needs, as the text says. */
const ALWAYS = ['dnsmasq', 'flock', 'ip', 'iptables', 'libvirtd', 'qemu-img', 'qemu-system-x86_64', 'virsh'];

const FAMILIES: Readonly<Record<string, Family>> = {
  'debian-and-ubuntu': 'debian',
  'fedora-centos-stream-almalinux-rocky': 'fedora',
  'arch-linux': 'arch',
};

/** Packages that each installing line of a block names. */
function installed(text: string): string[][] {
  const lines = [...text.matchAll(/^sudo (?:apt-get install|dnf install|pacman -S) (.+)$/gm)];
  return lines.map(([, packages = '']) => packages.split(' '));
}

const blocks = snippetsRunAs('installation').map(({ key, how: { section }, text }) => ({ key, section, text }));

it('docs/installation.md has every family of distributions', () => {
  expect(blocks.map(({ section }) => FAMILIES[section]).filter(Boolean)).toEqual(Object.values(FAMILIES));
});

describe.each(blocks.filter(({ section }) => section in FAMILIES))('$key', ({ section, text }) => {
  it('installs the packages that the doctor names, those that are always needed first', () => {
    const family = FAMILIES[section] ?? 'debian';
    const [always = [], some = []] = installed(text);
    expect(always).toEqual(packagesFor(family, (program) => ALWAYS.includes(program)));
    expect([...always, ...some].toSorted()).toEqual([...packagesFor(family)].toSorted());
  });
});

it('the emulated host of the tests has the packages that are always needed', () => {
  const image = readProjectFile('scripts/kvm-host/image/packages.txt').split('\n');
  // flock is in Debian's minimal base.
  const needed = packagesFor('debian', (program) => program !== 'flock' && ALWAYS.includes(program));
  expect(needed.filter((name) => !image.includes(name))).toEqual([]);
});
