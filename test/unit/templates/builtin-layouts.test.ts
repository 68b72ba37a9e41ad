import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { digest, startDistributors, type TestDistributors, trustTestCertificate } from './fixtures/distributor.ts';

const SHA256 = digest('sha256', 'image');
const SHA512 = digest('sha512', 'image');
const OTHER = 'f'.repeat(64);

let at: TestDistributors;
beforeAll(trustTestCertificate);
beforeEach(async () => {
  at = await startDistributors();
});
afterEach(() => at[Symbol.asyncDispose]());

/** A distributor's server: directories with what is listed there, and files. */
interface Site {
  readonly listings: Readonly<Record<string, readonly string[]>>;
  readonly files: Readonly<Record<string, string>>;
}

const SIGNATURE = '-----BEGIN PGP SIGNATURE-----';
const DEBIAN = 'cloud.debian.org/images/cloud/bookworm';
const UBUNTU = 'cloud-images.ubuntu.com/releases/noble';
const FEDORA = 'pub/fedora/linux/releases/44/Cloud/x86_64/images';
const ALPINE = 'dl-cdn.alpinelinux.org/alpine/v3.23/releases/cloud';
const CENTOS = 'cloud.centos.org/centos/9-stream/x86_64/images';
const ALMA = 'repo.almalinux.org/almalinux/10/cloud/x86_64/images';
const ROCKY = 'dl.rockylinux.org/pub/rocky/9/images/x86_64';
const LEAP = 'download.opensuse.org/distribution/leap/15.6/appliances';
const TUMBLEWEED = 'download.opensuse.org/tumbleweed/appliances';
const snapshot = (date: string) => `openSUSE-Tumbleweed-Minimal-VM.x86_64-1.0.0-Cloud-Snapshot${date}.qcow2`;

const SITES: readonly (readonly [name: string, version: string, image: string, algorithm: string, Site])[] = [
  [
    'debian12',
    '20261001-2618',
    `${DEBIAN}/20261001-2618/debian-12-genericcloud-amd64-20261001-2618.qcow2`,
    'sha512',
    {
      listings: { [DEBIAN]: ['20250703-2162/', '20261001-2618/', '20260712-2537/', 'daily/', 'latest/'] },
      files: {
        [`${DEBIAN}/20261001-2618/SHA512SUMS`]: `${'0'.repeat(128)}  debian-12-generic-amd64-20261001-2618.qcow2\n${SHA512}  debian-12-genericcloud-amd64-20261001-2618.qcow2\n`,
      },
    },
  ],
  [
    'noble',
    '20260705.1',
    `${UBUNTU}/release-20260705.1/ubuntu-24.04-server-cloudimg-amd64.img`,
    'sha256',
    {
      listings: { [UBUNTU]: ['release/', 'release-20260705/', 'release-20260705.1/', 'release-20240423/'] },
      files: {
        [`${UBUNTU}/release-20260705.1/SHA256SUMS`]: `${OTHER} *ubuntu-24.04-server-cloudimg-amd64.tar.gz\n${SHA256} *ubuntu-24.04-server-cloudimg-amd64.img\n`,
        [`${UBUNTU}/release-20260705.1/SHA256SUMS.gpg`]: SIGNATURE,
      },
    },
  ],
  [
    'fedora44',
    '1.10',
    `dl.fedoraproject.org/${FEDORA}/Fedora-Cloud-Base-Generic-44-1.10.x86_64.qcow2`,
    'sha256',
    {
      listings: {
        [`dl.fedoraproject.org/${FEDORA}`]: [
          'Fedora-Cloud-44-1.10-x86_64-CHECKSUM',
          'Fedora-Cloud-Base-Generic-44-1.9.x86_64.qcow2',
          'Fedora-Cloud-Base-Generic-44-1.10.x86_64.qcow2',
          'Fedora-Cloud-Base-UEFI-UKI-44-1.10.x86_64.qcow2',
        ],
      },
      files: {
        [`dl.fedoraproject.org/${FEDORA}/Fedora-Cloud-44-1.10-x86_64-CHECKSUM`]: `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n# Fedora-Cloud-Base-Generic-44-1.10.x86_64.qcow2: 5 bytes\nSHA256 (Fedora-Cloud-Base-Generic-44-1.10.x86_64.qcow2) = ${SHA256}\nSHA256 (Fedora-Cloud-Base-UEFI-UKI-44-1.10.x86_64.qcow2) = ${OTHER}\n${SIGNATURE}\n`,
      },
    },
  ],
  [
    'fc42',
    '1.1',
    'archives.fedoraproject.org/pub/archive/fedora/linux/releases/42/Cloud/x86_64/images/Fedora-Cloud-Base-Generic-42-1.1.x86_64.qcow2',
    'sha256',
    {
      listings: {
        'archives.fedoraproject.org/pub/archive/fedora/linux/releases/42/Cloud/x86_64/images': [
          'Fedora-Cloud-Base-Generic-42-1.1.x86_64.qcow2',
        ],
      },
      files: {
        'archives.fedoraproject.org/pub/archive/fedora/linux/releases/42/Cloud/x86_64/images/Fedora-Cloud-42-1.1-x86_64-CHECKSUM': `SHA256 (Fedora-Cloud-Base-Generic-42-1.1.x86_64.qcow2) = ${SHA256}\n`,
      },
    },
  ],
  [
    'alpine3.23',
    '3.23.4-r0',
    `${ALPINE}/nocloud_alpine-3.23.4-x86_64-bios-cloudinit-r0.qcow2`,
    'sha512',
    {
      listings: {
        [ALPINE]: [
          'nocloud_alpine-3.23.3-x86_64-bios-cloudinit-r0.qcow2',
          'nocloud_alpine-3.23.4-x86_64-bios-cloudinit-r0.qcow2',
          'nocloud_alpine-3.23.4-x86_64-bios-cloudinit-r0.qcow2.sha512',
          'nocloud_alpine-3.23.4-x86_64-bios-tiny-r1.qcow2',
          'nocloud_alpine-3.23.5-x86_64-uefi-cloudinit-r0.qcow2',
          'aws_alpine-3.23.9-x86_64-bios-cloudinit-r0.qcow2',
        ],
      },
      files: { [`${ALPINE}/nocloud_alpine-3.23.4-x86_64-bios-cloudinit-r0.qcow2.sha512`]: `${SHA512}\n` },
    },
  ],
  [
    'centos-stream9',
    '20260720.0',
    `${CENTOS}/CentOS-Stream-GenericCloud-9-20260720.0.x86_64.qcow2`,
    'sha256',
    {
      listings: {
        [CENTOS]: [
          'CHECKSUM',
          'CentOS-Stream-GenericCloud-9-20260601.0.x86_64.qcow2',
          'CentOS-Stream-GenericCloud-9-20260720.0.x86_64.qcow2',
          'CentOS-Stream-GenericCloud-9-latest.x86_64.qcow2',
          'CentOS-Stream-GenericCloud-x86_64-9-20261231.0.x86_64.qcow2',
        ],
      },
      files: {
        [`${CENTOS}/CentOS-Stream-GenericCloud-9-20260720.0.x86_64.qcow2.SHA256SUM`]: `# CentOS-Stream-GenericCloud-9-20260720.0.x86_64.qcow2: 5 bytes\nSHA256 (CentOS-Stream-GenericCloud-9-20260720.0.x86_64.qcow2) = ${SHA256}\n`,
      },
    },
  ],
  [
    'almalinux10',
    '10.2-20260817.0',
    `${ALMA}/AlmaLinux-10-GenericCloud-10.2-20260817.0.x86_64.qcow2`,
    'sha256',
    {
      listings: {
        [ALMA]: [
          'AlmaLinux-10-GenericCloud-10.2-20260526.0.x86_64.qcow2',
          'AlmaLinux-10-GenericCloud-10.2-20260817.0.x86_64.qcow2',
          'AlmaLinux-10-GenericCloud-ext4-10.3-20260817.0.x86_64.qcow2',
          'AlmaLinux-10-GenericCloud-latest.x86_64.qcow2',
        ],
      },
      files: {
        [`${ALMA}/CHECKSUM`]: `${OTHER}  AlmaLinux-10-GenericCloud-ext4-10.2-20260817.0.x86_64.qcow2\n${SHA256}  AlmaLinux-10-GenericCloud-10.2-20260817.0.x86_64.qcow2\n`,
        [`${ALMA}/CHECKSUM.asc`]: SIGNATURE,
      },
    },
  ],
  [
    'rocky9',
    '9.10-20270101.0',
    `${ROCKY}/Rocky-9-GenericCloud-Base-9.10-20270101.0.x86_64.qcow2`,
    'sha256',
    {
      listings: {
        [ROCKY]: [
          'Rocky-9-GenericCloud-Base-9.8-20260525.0.x86_64.qcow2',
          'Rocky-9-GenericCloud-Base-9.10-20270101.0.x86_64.qcow2',
          'Rocky-9-GenericCloud-Base.latest.x86_64.qcow2',
          'Rocky-9-GenericCloud-LVM-9.11-20270201.0.x86_64.qcow2',
        ],
      },
      files: {
        [`${ROCKY}/Rocky-9-GenericCloud-Base-9.10-20270101.0.x86_64.qcow2.CHECKSUM`]: `# Rocky-9-GenericCloud-Base-9.10-20270101.0.x86_64.qcow2: 5 bytes\nSHA256 (Rocky-9-GenericCloud-Base-9.10-20270101.0.x86_64.qcow2) = ${SHA256}\n`,
      },
    },
  ],
  [
    'opensuse-leap15.6',
    SHA256.slice(0, 16),
    `${LEAP}/openSUSE-Leap-15.6-Minimal-VM.x86_64-Cloud.qcow2`,
    'sha256',
    {
      listings: {},
      files: {
        [`${LEAP}/openSUSE-Leap-15.6-Minimal-VM.x86_64-Cloud.qcow2.sha256`]: `${SHA256} openSUSE-Leap-15.6-Minimal-VM.x86_64-Cloud.qcow2\n`,
      },
    },
  ],
  [
    'tumbleweed',
    '1.0.0-20260911',
    `${TUMBLEWEED}/${snapshot('20260911')}`,
    'sha256',
    {
      listings: {
        [TUMBLEWEED]: [
          './openSUSE-Tumbleweed-Minimal-VM.x86_64-Cloud.qcow2',
          `./${snapshot('20260801')}`,
          `./${snapshot('20260911')}`,
          `./${snapshot('20260911')}.sha256`,
        ],
      },
      files: {
        [`${TUMBLEWEED}/${snapshot('20260911')}.sha256`]: `${SHA256}  ${snapshot('20260911')}\n`,
      },
    },
  ],
];

function serve({ listings, files }: Site): void {
  for (const [directory, names] of Object.entries(listings)) at.list(`${directory}/`, names);
  for (const [address, content] of Object.entries(files)) at.serve(address, content);
}

describe('the newest image of a distributor', () => {
  test.each(
    SITES,
  )('%s is %s, at its address, with the hash of its checksum file', async (name, version, image, algorithm, site) => {
    serve(site);
    const found = await (await at.open()).resolve({ template: name });
    expect(found).toMatchObject({
      repository: 'builtin',
      version,
      origin: { kind: 'http', url: `${at.server.url}/${image}`, isExact: true },
      hash: { algorithm, value: algorithm === 'sha256' ? SHA256 : SHA512 },
      metadata: { distro: found.template, arch: 'x86_64', provision: 'cloud-init' },
    });
  });

  test.each([
    [
      'debian12-arm64',
      `${DEBIAN}/20261001-2618/SHA512SUMS`,
      DEBIAN,
      '20261001-2618/',
      'debian-12-genericcloud-arm64-20261001-2618.qcow2',
    ],
    [
      'tumbleweed-aarch64',
      'download.opensuse.org/ports/aarch64/tumbleweed/appliances/openSUSE-Tumbleweed-Minimal-VM.aarch64-1.0.0-Cloud-Snapshot20260911.qcow2.sha256',
      'download.opensuse.org/ports/aarch64/tumbleweed/appliances',
      'openSUSE-Tumbleweed-Minimal-VM.aarch64-1.0.0-Cloud-Snapshot20260911.qcow2',
      'openSUSE-Tumbleweed-Minimal-VM.aarch64-1.0.0-Cloud-Snapshot20260911.qcow2',
    ],
    [
      'alpine3.22-aarch64',
      'dl-cdn.alpinelinux.org/alpine/v3.22/releases/cloud/nocloud_alpine-3.22.4-aarch64-uefi-cloudinit-r0.qcow2.sha512',
      'dl-cdn.alpinelinux.org/alpine/v3.22/releases/cloud',
      'nocloud_alpine-3.22.4-aarch64-uefi-cloudinit-r0.qcow2',
      'nocloud_alpine-3.22.4-aarch64-uefi-cloudinit-r0.qcow2',
    ],
  ])('%s is the one for that architecture', async (name, sums, directory, listed, image) => {
    at.list(`${directory}/`, [listed]);
    at.serve(sums, `${SHA512}  ${image}\n`);
    const found = await (await at.open()).resolve({ template: name });
    expect(found.template).toMatch(/-aarch64$/);
    expect(found.metadata).toMatchObject({ arch: 'aarch64' });
    expect(found.origin).toMatchObject({ url: expect.stringMatching(new RegExp(`/${image}$`)) });
  });

  test('the architecture of the machine decides, then that of the host', async () => {
    serve(SITES[0]?.[4] ?? { listings: {}, files: {} });
    at.serve(
      `${DEBIAN}/20261001-2618/SHA512SUMS`,
      ['amd64', 'arm64'].map((arch) => `${SHA512}  debian-12-genericcloud-${arch}-20261001-2618.qcow2\n`).join(''),
    );
    const onArm = await at.open({ hostArch: async () => 'aarch64' });
    expect((await onArm.resolve({ template: 'debian12' })).template).toBe('debian12-aarch64');
    expect((await onArm.resolve({ template: 'debian12', arch: 'x86_64' })).template).toBe('debian12');
    expect((await onArm.resolve({ template: 'debian12-amd64' })).template).toBe('debian12');
  });

  test('a version that is being published, whose checksums are not there yet, waits for the next time', async () => {
    serve(SITES[0]?.[4] ?? { listings: {}, files: {} });
    at.list(`${DEBIAN}/`, ['20261001-2618/', '20261120-2700/']);
    expect((await (await at.open()).resolve({ template: 'debian12' })).version).toBe('20261001-2618');
  });
});

describe('the checksum file of an image that is a link', () => {
  const [link, sums] = [
    'openSUSE-Leap-15.6-Minimal-VM.x86_64-Cloud.qcow2',
    `${LEAP}/openSUSE-Leap-15.6-Minimal-VM.x86_64-Cloud.qcow2.sha256`,
  ];
  const build = 'openSUSE-Leap-15.6-Minimal-VM.x86_64-15.6.0-Cloud-Build19.143.qcow2';

  test('may name the build that it leads to', async () => {
    at.serve(sums, `${SHA256}  ${build}\n`);
    const resolved = await (await at.open()).resolve({ template: 'leap15.6' });
    expect(resolved.hash).toEqual({ algorithm: 'sha256', value: SHA256 });
    expect(resolved.origin).toMatchObject({ url: expect.stringMatching(new RegExp(`/${link}$`)) });
  });

  test.each([
    ['that of another kind', build.replace('Cloud', 'kvm-and-xen')],
    ['that of another architecture', build.replace('x86_64', 'aarch64')],
    ['that of another release', build.replaceAll('15.6', '15.5')],
    ['two of them', `${build}\n${SHA256}  ${build.replace('143', '144')}`],
  ])('may not name %s', async (_, named) => {
    at.serve(sums, `${SHA256}  ${named}\n`);
    const attempt = (await at.open()).resolve({ template: 'leap15.6' });
    await expect(attempt).rejects.toMatchObject({ code: 'TEMPLATE_MISSING' });
  });
});

describe('an image that is not where it was', () => {
  test('is an error that says where it was looked for, and what to do', async () => {
    const attempt = (await at.open()).resolve({ template: 'debian12' });
    await expect(attempt).rejects.toMatchObject({ code: 'TEMPLATE_MISSING', exitCode: 1 });
    await expect(attempt).rejects.toThrow(
      'the built-in template debian12 is not where Debian had it: https://cloud.debian.org/images/cloud/bookworm/',
    );
    await expect(attempt).rejects.toMatchObject({ hint: expect.stringContaining('newer lago-action') });
  });

  test('was looked for in archives, too', async () => {
    const attempt = (await at.open()).resolve({ template: 'fedora43' });
    await expect(attempt).rejects.toThrow(/dl\.fedoraproject\.org.*archives\.fedoraproject\.org/);
  });

  test('lacks in its checksum file: nothing is taken without a hash', async () => {
    at.list(`${DEBIAN}/`, ['20261001-2618/']);
    at.serve(`${DEBIAN}/20261001-2618/SHA512SUMS`, `${SHA512}  debian-12-generic-amd64-20261001-2618.qcow2\n`);
    await expect((await at.open()).resolve({ template: 'debian12' })).rejects.toMatchObject({
      code: 'TEMPLATE_MISSING',
    });
    at.serve(`${LEAP}/openSUSE-Leap-15.6-Minimal-VM.x86_64-Cloud.qcow2.sha256`, `${SHA256}  another.qcow2\n`);
    const leap = (await at.open()).resolve({ template: 'opensuse15.6' });
    await expect(leap).rejects.toThrow(
      /has no SHA-256 or SHA-512 of openSUSE-Leap-15\.6-Minimal-VM\.x86_64-Cloud\.qcow2/,
    );
  });
});
