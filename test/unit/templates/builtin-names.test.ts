import { describe, expect, test } from 'vitest';
import { bareNameHint } from '../../../src/templates/builtin/bare-names.ts';
import { versionIn } from '../../../src/templates/builtin/layout.ts';
import { compareVersions, namesIn } from '../../../src/templates/builtin/listing.ts';
import { canonicalName, findSystem, NAMES } from '../../../src/templates/builtin/names.ts';
import { isOldRepository, oldNameHint, successorOf } from '../../../src/templates/builtin/old-names.ts';
import { hashIn } from '../../../src/templates/builtin/sums.ts';
import { SYSTEMS } from '../../../src/templates/builtin/systems.ts';
import { unknownTemplate } from '../../../src/templates/errors.ts';

const ARCHES = ['x86_64', 'aarch64'] as const;
const named = (name: string) => {
  const found = findSystem(name);
  return found && canonicalName({ system: found.system, arch: found.arch ?? 'x86_64' });
};

describe('names that people would guess', () => {
  test.each([
    ['debian12', 'debian12'],
    ['debian-12', 'debian12'],
    ['bookworm', 'debian12'],
    ['Debian12', 'debian12'],
    ['ubuntu24.04', 'ubuntu24.04'],
    ['ubuntu2404', 'ubuntu24.04'],
    ['noble', 'ubuntu24.04'],
    ['ubuntu-22.04', 'ubuntu22.04'],
    ['centos-stream9', 'centos-stream9'],
    ['centos9', 'centos-stream9'],
    ['alma9', 'alma9'],
    ['almalinux-9', 'alma9'],
    ['rocky9', 'rocky9'],
    ['fedora42', 'fedora42'],
    ['fedora-44', 'fedora44'],
    ['opensuse-leap15.6', 'opensuse-leap15.6'],
    ['tumbleweed', 'opensuse-tumbleweed'],
    ['alpine3.21', 'alpine3.21'],
    ['centosstream-9', 'centos-stream9'],
    ['centos-9-stream', 'centos-stream9'],
    ['centos9-stream', 'centos-stream9'],
    ['centos-10-stream', 'centos-stream10'],
    ['alpinelinux3.22', 'alpine3.22'],
    ['ubuntu24', 'ubuntu24.04'],
    ['ubuntu-26', 'ubuntu26.04'],
    ['leap16', 'opensuse-leap16.0'],
    ['opensuse-leap15', 'opensuse-leap15.6'],
    ['bookworm-arm64', 'debian12-aarch64'],
    ['debian12-aarch64', 'debian12-aarch64'],
    ['noble-amd64', 'ubuntu24.04'],
  ])('%s is %s', (name, canonical) => {
    expect(named(name)).toBe(canonical);
  });

  test.each(['debian', 'debian9', 'micro', 'constructor', '', 'debian12-sparc', '-arm64'])('%s is none', (name) => {
    expect(named(name)).toBeUndefined();
  });

  test.each([
    ['debian', 'debian13'],
    ['Ubuntu', 'ubuntu26.04'],
    ['fedora', 'fedora45'],
    ['centos', 'centos-stream10'],
    ['centos-stream', 'centos-stream10'],
    ['almalinux', 'alma10'],
    ['rocky', 'rocky10'],
    ['opensuse-leap', 'opensuse-leap16.0'],
    ['leap', 'opensuse-leap16.0'],
    ['alpine', 'alpine3.24'],
  ])('%s is none by itself, but the error names the newest: %s', (name, newest) => {
    expect(named(name)).toBeUndefined();
    const { hint } = unknownTemplate(name, NAMES, ['builtin']);
    expect(hint).toBe(`\`${name}\` does not say which release is meant; the newest that is built in is \`${newest}\``);
  });

  test.each([
    ['el9', 'alma9'],
    ['rhel9.4', 'alma9'],
    ['RHEL-8', 'alma8'],
    ['el7', 'alma8'],
    ['rhel11', 'alma10'],
  ])("%s is Red Hat's, and the error names the nearest: %s", (name, nearest) => {
    expect(named(name)).toBeUndefined();
    const { hint } = unknownTemplate(name, NAMES, ['builtin']);
    expect(hint).toBe(`Red Hat's own images are not built in; the nearest that is built in is \`${nearest}\``);
  });

  test.each([
    'web',
    'debian9',
    'tumbleweed',
    'f',
    'constructor',
    '',
  ])('%j is not a system without a release', (name) => {
    expect(bareNameHint(name)).toBeUndefined();
  });

  test('each leads to one system only', () => {
    const names = SYSTEMS.flatMap(({ name, aliases }) => [name, ...aliases]);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => name !== name.toLowerCase() || /[/:]/.test(name))).toEqual([]);
  });
});

describe('the layouts', () => {
  const layouts = SYSTEMS.flatMap((system) => ARCHES.map((arch) => [system.name, arch, system.layout(arch)] as const));
  const EXAMPLES: Readonly<Record<string, string>> = {
    Debian: '20261001-2618',
    Ubuntu: '20260705.1',
    Fedora: '1.7',
    CentOS: '20260720.0',
    AlmaLinux: '10.2-20260817.0',
    'Rocky Linux': '9.6-20250531.0',
    openSUSE: '1.0.0-20260911',
    Alpine: '3.22.4-r0',
  };

  test.each(layouts)('of %s for %s uses HTTPS only, and directories end with a slash', (_, __, layout) => {
    const addresses =
      layout.kind === 'undated'
        ? [layout.directory]
        : layout.places.flatMap(({ listing, directory }) => [listing, directory('20261001-1')]);
    for (const address of addresses) expect(address).toMatch(/^https:\/\/[a-z.-]+\/.*\/$/);
  });

  test.each(layouts)('of %s for %s finds again the version that it makes an image name of', (name, _, layout) => {
    if (layout.kind === 'undated') {
      expect(layout.image).toMatch(/Cloud\.qcow2$/);
      return expect(layout.image.replace('-Cloud.', '-Cloud-Build18.68.')).toMatch(layout.builds);
    }
    const { distributor = '' } = SYSTEMS.find((system) => system.name === name) ?? {};
    const release = /\d+$/.exec(name)?.[0] ?? '';
    const version = (EXAMPLES[distributor] ?? '').replace(/^(?:9|10)(?=\.\d+-)/, release);
    expect(version).toMatch(layout.version);
    const isDirectory = layout.places[0].directory(version) !== layout.places[0].directory('0');
    const listed = isDirectory ? (layout.places[0].directory(version).split('/').at(-2) ?? '') : layout.image(version);
    expect(versionIn(listed, layout.listed)).toBe(version);
    expect(versionIn(`${listed}.sha256`, layout.listed)).toBeUndefined();
  });

  test('of signed ones name keys by their whole fingerprints', () => {
    const keys = layouts.flatMap(([, , { signature }]) => signature?.keys ?? []);
    expect(keys.length).toBeGreaterThan(0);
    for (const { fingerprint, files } of keys) {
      expect(fingerprint).toMatch(/^[0-9A-F]{40}$/);
      expect(files.every((file) => file.startsWith('/'))).toBe(true);
    }
  });
});

describe("names of Lago's own repository", () => {
  test.each([
    ['el6-base', 'alma8'],
    ['el7-base', 'alma8'],
    ['el7.3-base', 'alma8'],
    ['el7.4-base', 'alma8'],
    ['el7.6-base-2', 'alma8'],
    ['el8-base', 'alma8'],
    ['el9.1-base', 'alma9'],
    ['fc23-base', 'fedora44'],
    ['fc26-base', 'fedora44'],
    ['debian8-base', 'debian11'],
    ['ubuntu16.04-base', 'ubuntu20.04'],
  ])('%s leads to %s', (old, successor) => {
    expect(successorOf(old)).toBe(successor);
    expect(NAMES).toContain(successor);
    expect(oldNameHint(old)).toContain(`\`${successor}\``);
  });

  test.each(['el7', 'our-base', 'debian12', 'debian8-base-lvm'])('%s was none', (name) => {
    expect(oldNameHint(name)).toBeUndefined();
  });

  test.each([
    ['http://templates.ovirt.org/repo/repo.metadata', true],
    ['https://Templates.oVirt.org/x', true],
    ['https://templates.ovirt.org.example/x', false],
    ['/srv/templates.ovirt.org/repo.json', false],
  ])('%s is its repository: %s', (location, is) => {
    expect(isOldRepository(location)).toBe(is);
  });
});

describe('hashIn', () => {
  const [a, b, long] = ['a'.repeat(64), 'b'.repeat(64), 'c'.repeat(128)];
  test.each([
    ['GNU', `${b}  other.img\n${a}  image.img\n`, a],
    ['GNU, binary', `${a} *image.img\r\n`, a],
    ['one blank', `${a} image.img`, a],
    ['a path', `${a}  ./images/image.img`, a],
    ['BSD', `# image.img: 5 bytes\nSHA256 (image.img) = ${a}\nSHA256 (other.img) = ${b}`, a],
    ['upper case', `${a.toUpperCase()}  image.img`, a],
    ['both kinds', `SHA256 (image.img) = ${a}\nSHA512 (image.img) = ${long}`, long],
    ['MD5 beside it', `${'d'.repeat(32)}  image.img\n${a}  image.img`, a],
  ])('reads %s', (_, text, value) => {
    expect(hashIn(text, 'image.img', false)?.value).toBe(value);
  });

  test('a hash alone counts in a file about one image only', () => {
    expect(hashIn(`${a}\n`, 'image.img', true)?.value).toBe(a);
    expect(hashIn(`${a}\n`, 'image.img', false)).toBeUndefined();
  });

  test.each([
    ['another image', `${a}  image.img.xz\n${b}  my-image.img`],
    ['SHA-1 only', `${'a'.repeat(40)}  image.img`],
    ['a page', '<html>login</html>'],
    ['nothing', ''],
  ])('finds none in %s', (_, text) => {
    expect(hashIn(text, 'image.img', true)).toBeUndefined();
  });
});

test('namesIn reads listings of all kinds of servers, and nothing that leads elsewhere', () => {
  const html = `<a href="a.img">a</a> <A HREF='./b.img'>b</A> <a href=c.img>c</a> <a href="20260101-1/">d</a>
    <a href="/x/y/e%2Bf.img?mirrorlist">e</a> <a href="https://other.example/g.img#h">g</a> <a href="../">up</a> <a href="?C=N">n</a>
    <a href="%2e%2e%2fz">z</a> <a href="%">bad</a> <a href="a.img">again</a>`;
  expect(namesIn(html)).toEqual(['a.img', 'b.img', 'c.img', '20260101-1', 'e+f.img', 'g.img']);
});

test('compareVersions goes by numbers', () => {
  const versions = ['9.10-20250101', '9.9-20260101', '20260705.1', '20260705', '1.10', '1.9', '3.22.4-r1', '3.22.4-r0'];
  expect(versions.toSorted(compareVersions)).toEqual([
    '1.9',
    '1.10',
    '3.22.4-r0',
    '3.22.4-r1',
    '9.9-20260101',
    '9.10-20250101',
    '20260705',
    '20260705.1',
  ]);
});
