import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { entryFiles, writeMark } from '../../../src/templates/entry.ts';
import type { TemplateVersion } from '../../../src/templates/types.ts';
import { status } from '../host/fixtures/http-server.ts';
import { TEST_CERTIFICATE } from '../host/fixtures/tls.ts';
import { digest, startDistributors, type TestDistributors, trustTestCertificate } from './fixtures/distributor.ts';

const BOOKWORM = 'cloud.debian.org/images/cloud/bookworm';
const LEAP = 'download.opensuse.org/distribution/leap/15.6/appliances/openSUSE-Leap-15.6-Minimal-VM.x86_64-Cloud.qcow2';
const DAY = 24 * 3600 * 1000;

let at: TestDistributors;
beforeAll(trustTestCertificate);
beforeEach(async () => {
  at = await startDistributors();
});
afterEach(() => at[Symbol.asyncDispose]());

/** Publishes builds of Debian 12. */
function publish(...builds: readonly string[]): void {
  at.list(
    `${BOOKWORM}/`,
    builds.map((build) => `${build}/`),
  );
  for (const build of builds) {
    at.serve(
      `${BOOKWORM}/${build}/SHA512SUMS`,
      `${digest('sha512', build)}  debian-12-genericcloud-amd64-${build}.qcow2\n`,
    );
  }
}

/** Puts an entry into the store as if it had been fetched. */
async function stored({ hash, ...name }: TemplateVersion, fetchedAt = new Date().toISOString()): Promise<void> {
  const files = entryFiles(at.store.directory, name);
  await mkdir(at.store.directory, { recursive: true });
  await writeFile(files.image, 'image');
  const id = `${name.repository}:${name.template}:${name.version}`;
  const record = {
    version: 1,
    id,
    format: 'qcow2',
    sha256: digest('sha256', 'image'),
    hash,
    hashIsOfImage: true,
    fetchedAt,
  };
  await writeFile(files.record, JSON.stringify(record));
  await writeMark(files, files.image, hash);
}

const away = () => {
  for (const path of [
    `/${BOOKWORM}/`,
    ...['20261001-1', '20261101-1'].map((build) => `/${BOOKWORM}/${build}/SHA512SUMS`),
  ]) {
    at.server.on(path, status(503));
  }
};

describe('what was seen', () => {
  test('serves while the distributor is away, with a warning', async () => {
    publish('20261001-1');
    const seen = await (await at.open()).resolve({ template: 'debian12' });
    away();
    expect(await (await at.open()).resolve({ template: 'bookworm' })).toEqual(seen);
    expect(at.said.filter((line) => line.startsWith('warning'))).toEqual([
      expect.stringMatching(
        /Debian cannot be asked for the newest debian12 .*503.* using 20261001-1, which was seen last/,
      ),
    ]);
  });

  test('serves when the distributor has moved its images', async () => {
    publish('20261001-1');
    const seen = await (await at.open()).resolve({ template: 'debian12' });
    at.server.on(`/${BOOKWORM}/`, status(404));
    expect(await (await at.open()).resolve({ template: 'debian12' })).toEqual(seen);
  });

  test('nothing was: the error names the distributor and what to do', async () => {
    at.server.on(`/${BOOKWORM}/`, status(503));
    const attempt = (await at.open()).resolve({ template: 'debian12' });
    await expect(attempt).rejects.toMatchObject({
      code: 'REPOSITORY_UNREACHABLE',
      exitCode: 1,
      hint: expect.stringContaining('LAGO_TEMPLATE_MIRROR'),
    });
    await expect(attempt).rejects.toThrow(/Debian cannot be asked for the built-in template debian12: .*503/);
  });

  test('is only asked for again after a day, as long as the store has it', async () => {
    publish('20261001-1');
    let now = Date.now();
    const open = () => at.open({ now: () => now });
    const first = await (await open()).resolve({ template: 'debian12' });
    publish('20261001-1', '20261101-1');
    expect((await (await open()).resolve({ template: 'debian12' })).version).toBe('20261101-1');
    publish('20261001-1');
    now += 60_000;
    expect((await (await open()).resolve({ template: 'debian12' })).version).toBe('20261001-1');
    await stored(first);
    publish('20261001-1', '20261101-1');
    now += DAY - 1000;
    const requests = at.asked().length;
    expect((await (await open()).resolve({ template: 'debian12' })).version).toBe('20261001-1');
    expect(at.asked().length).toBe(requests);
    expect((await (await at.open({ now: () => now, refresh: true })).resolve({ template: 'debian12' })).version).toBe(
      '20261101-1',
    );
    await stored(first);
    now += 2 * DAY;
    expect((await (await open()).resolve({ template: 'debian12' })).version).toBe('20261101-1');
  });

  test('is not kept when only looked at', async () => {
    publish('20261001-1');
    await (await at.open({ keepSnapshot: false })).resolve({ template: 'debian12' });
    await expect(readdir(at.store.directory)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('elsewhere can be brought back from a cache', async () => {
    publish('20261001-1');
    const seen = await (await at.open()).resolve({ template: 'debian12' });
    const other = await startDistributors();
    try {
      other.server.on(`/${BOOKWORM}/`, status(503));
      const restore = async () => {
        const names = await readdir(join(at.store.directory, 'repositories'));
        await mkdir(join(other.store.directory, 'repositories'), { recursive: true });
        const { copyFile } = await import('node:fs/promises');
        for (const name of names) {
          await copyFile(
            join(at.store.directory, 'repositories', name),
            join(other.store.directory, 'repositories', name),
          );
        }
        return true;
      };
      const { version, hash } = await (await other.open({ restore })).resolve({ template: 'debian12' });
      expect({ version, hash }).toEqual({ version: seen.version, hash: seen.hash });
    } finally {
      await other[Symbol.asyncDispose]();
    }
  });
});

describe('a version that is pinned', () => {
  test('is asked for in its own directory, without a look at the listing', async () => {
    publish('20261001-1', '20261101-1');
    const repository = await at.open();
    expect((await repository.resolve({ template: 'debian12', version: '20261001-1' })).version).toBe('20261001-1');
    expect(at.asked()).toEqual([`${BOOKWORM}/20261001-1/SHA512SUMS`]);
  });

  test('needs no network once it was seen, nor when only the store has it', async () => {
    publish('20261001-1');
    const seen = await (await at.open()).resolve({ template: 'debian12', version: '20261001-1' });
    away();
    expect(await (await at.open()).resolve({ template: 'debian12', version: '20261001-1' })).toEqual(seen);
    const other = { ...seen, version: '20250101-9' };
    await stored(other);
    const { hash, version } = await (await at.open()).resolve({ template: 'debian12', version: '20250101-9' });
    expect({ hash, version }).toEqual({ hash: other.hash, version: '20250101-9' });
  });

  test('does not become the newest by that', async () => {
    publish('20261001-1', '20261101-1');
    await (await at.open()).resolve({ template: 'debian12' });
    await (await at.open()).resolve({ template: 'debian12', version: '20261001-1' });
    away();
    expect((await (await at.open()).resolve({ template: 'debian12' })).version).toBe('20261101-1');
  });

  test('that the distributor does not have any more is unknown, and those seen are listed', async () => {
    publish('20261101-1');
    const repository = await at.open();
    await repository.resolve({ template: 'debian12' });
    const attempt = repository.resolve({ template: 'debian12', version: '20200101-1' });
    await expect(attempt).rejects.toMatchObject({
      code: 'TEMPLATE_VERSION_UNKNOWN',
      exitCode: 2,
      message: 'the template "debian12" has no version "20200101-1"; there are 20261101-1',
      hint: 'Debian keeps old images for some time only.',
    });
  });

  test('that cannot be a version is unknown without any question', async () => {
    const attempt = (await at.open()).resolve({ template: 'debian12', version: '../v1' });
    await expect(attempt).rejects.toMatchObject({
      code: 'TEMPLATE_VERSION_UNKNOWN',
      message: 'the template "debian12" has no version "../v1"',
    });
    expect(at.asked()).toEqual([]);
  });

  test('of an image without dates is the start of its hash', async () => {
    at.serve(`${LEAP}.sha256`, `${digest('sha256', 'a')}  openSUSE-Leap-15.6-Minimal-VM.x86_64-Cloud.qcow2\n`);
    const { version } = await (await at.open()).resolve({ template: 'opensuse-leap15.6' });
    at.serve(`${LEAP}.sha256`, `${digest('sha256', 'b')}  openSUSE-Leap-15.6-Minimal-VM.x86_64-Cloud.qcow2\n`);
    expect((await (await at.open()).resolve({ template: 'opensuse-leap15.6', version })).version).toBe(version);
    expect((await (await at.open()).resolve({ template: 'opensuse-leap15.6' })).version).not.toBe(version);
  });
});

describe('a checksum that changes', () => {
  test('of the same version is found by asking again', async () => {
    publish('20261001-1');
    const repository = await at.open();
    const first = await repository.resolve({ template: 'debian12' });
    expect(await repository.renew?.(first)).toBeUndefined();
    const changed = digest('sha512', 'changed');
    at.serve(`${BOOKWORM}/20261001-1/SHA512SUMS`, `${changed}  debian-12-genericcloud-amd64-20261001-1.qcow2\n`);
    expect(await repository.renew?.(first)).toEqual({ ...first, hash: { algorithm: 'sha512', value: changed } });
  });

  test('of an image without dates is another version: asking again is no use', async () => {
    at.serve(`${LEAP}.sha256`, `${digest('sha256', 'a')}\n`);
    const repository = await at.open();
    const first = await repository.resolve({ template: 'opensuse-leap15.6' });
    at.serve(`${LEAP}.sha256`, `${digest('sha256', 'b')}\n`);
    expect(await repository.renew?.(first)).toBeUndefined();
  });
});

describe('without asking anybody', () => {
  test('a version that is not known is made up, with the metadata that are known', async () => {
    const repository = await at.open({ offline: true });
    expect(await repository.resolve({ template: 'ubuntu2404' })).toMatchObject({
      template: 'ubuntu24.04',
      version: 'newest',
      metadata: { distro: 'ubuntu24.04', arch: 'x86_64', provision: 'cloud-init' },
    });
    expect(await repository.resolve({ template: 'ubuntu2404', version: 'v1' })).toMatchObject({ version: 'v1' });
    expect(at.asked()).toEqual([]);
  });

  test('what was seen last is the newest', async () => {
    publish('20261001-1');
    await (await at.open()).resolve({ template: 'debian12' });
    const requests = at.asked().length;
    expect((await (await at.open({ offline: true })).resolve({ template: 'debian12' })).version).toBe('20261001-1');
    expect(at.asked().length).toBe(requests);
  });
});

describe('a distributor over the network', () => {
  test('may send us on to a mirror of its own, over HTTPS', async () => {
    publish('20261001-1');
    at.server.on(`/${BOOKWORM}/`, status(302, { location: '/mirror/bookworm/' }));
    at.list('mirror/bookworm/', ['20261001-1/']);
    expect((await (await at.open()).resolve({ template: 'debian12' })).version).toBe('20261001-1');
  });

  test('that sends us on to plain HTTP is not followed', async () => {
    at.server.on(`/${BOOKWORM}/`, status(302, { location: 'http://127.0.0.1/bookworm/' }));
    await expect((await at.open()).resolve({ template: 'debian12' })).rejects.toMatchObject({
      code: 'REDIRECT_REFUSED',
    });
  });

  test('whose certificate nobody knows is not believed', async () => {
    const { setDefaultCACertificates, getCACertificates } = await import('node:tls');
    const trusted = getCACertificates('default').filter((cert) => cert.trim() !== TEST_CERTIFICATE.cert.trim());
    setDefaultCACertificates(trusted);
    try {
      const attempt = (await at.open()).resolve({ template: 'debian12' });
      await expect(attempt).rejects.toMatchObject({ code: 'REPOSITORY_UNREACHABLE' });
      await expect(attempt).rejects.toThrow(/certificate/);
    } finally {
      trustTestCertificate();
    }
  });

  test.each([
    'http://mirror.example/',
    'mirror',
    'ftp://mirror.example/',
  ])('the mirror %s is refused', async (mirror) => {
    await expect((await at.open({ mirror })).resolve({ template: 'debian12' })).rejects.toMatchObject({
      code: 'URL_INVALID',
      exitCode: 2,
    });
  });
});

test('lists all templates for both architectures, with the versions seen', async () => {
  publish('20261001-1');
  const repository = await at.open();
  await repository.resolve({ template: 'debian12' });
  const list = repository.list();
  expect(list).toContainEqual({
    template: 'debian12',
    aliases: ['debian-12', 'bookworm', 'debian-bookworm'],
    arch: 'x86_64',
    versions: ['20261001-1'],
  });
  expect(list).toContainEqual(expect.objectContaining({ template: 'rocky9-aarch64', arch: 'aarch64', versions: [] }));
  expect(
    repository.list().every(({ template, aliases }) => [template, ...aliases].every((name) => repository.offers(name))),
  ).toBe(true);
});
