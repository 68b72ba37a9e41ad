import { describe, expect, test } from 'vitest';
import { HttpError } from '../../../src/host/http.ts';
import { type Distributor, findNewest, findVersion } from '../../../src/templates/builtin/find.ts';
import { badSignature, signedText } from '../../../src/templates/builtin/signature.ts';
import { SYSTEMS } from '../../../src/templates/builtin/systems.ts';
import { digest } from './fixtures/distributor.ts';

const layoutOf = (name: string) => {
  const system = SYSTEMS.find((candidate) => candidate.name === name);
  if (system === undefined) throw new Error(`there is no ${name}`);
  return system.layout('x86_64');
};

/** A distributor with these files, which are signed as `verify` says; it notes what was verified. */
function distributor(files: Readonly<Record<string, string>>, verify: Distributor['verify']) {
  const verified: string[] = [];
  const from: Distributor = {
    fetchBytes: async (url) => {
      const content = files[url];
      if (content === undefined) throw new HttpError(new URL(url), 404);
      return Buffer.from(content);
    },
    verify: (signed, layout) => {
      verified.push(signed.address);
      return verify(signed, layout);
    },
  };
  return { from, verified };
}

const NOBLE = 'https://cloud-images.ubuntu.com/releases/noble/';
const SUMS = `${digest('sha256', 'image')} *ubuntu-24.04-server-cloudimg-amd64.img\n`;
const UBUNTU = {
  [NOBLE]: '<a href="release-20260705/">x</a>',
  [`${NOBLE}release-20260705/SHA256SUMS`]: SUMS,
  [`${NOBLE}release-20260705/SHA256SUMS.gpg`]: 'signature',
};

describe('a signature', () => {
  test('is fetched and checked before the checksums count', async () => {
    const { from, verified } = distributor(UBUNTU, async ({ text, detached }) => {
      expect(Buffer.from(detached ?? []).toString()).toBe('signature');
      return text;
    });
    expect(await findNewest(layoutOf('ubuntu24.04'), from)).toMatchObject({ version: '20260705' });
    expect(verified).toEqual([`${NOBLE}release-20260705/SHA256SUMS`]);
  });

  test('that is bad is the end: no other version and no other place is tried', async () => {
    const more = { ...UBUNTU, [NOBLE]: '<a href="release-20260705/"></a><a href="release-20260601/"></a>' };
    const { from, verified } = distributor(more, async (signed) => {
      throw badSignature(signed, 'it is of other content');
    });
    await expect(findNewest(layoutOf('ubuntu24.04'), from)).rejects.toMatchObject({ code: 'TEMPLATE_SIGNATURE_BAD' });
    await expect(findVersion(layoutOf('ubuntu24.04'), '20260705', from)).rejects.toMatchObject({
      code: 'TEMPLATE_SIGNATURE_BAD',
    });
    expect(verified.length).toBe(2);
  });

  test('covers only what it says: checksums around it do not count', async () => {
    const base = 'https://dl.fedoraproject.org/pub/fedora/linux/releases/44/Cloud/x86_64/images/';
    const image = 'Fedora-Cloud-Base-Generic-44-1.7.x86_64.qcow2';
    const files = {
      [base]: `<a href="${image}">x</a>`,
      [`${base}Fedora-Cloud-44-1.7-x86_64-CHECKSUM`]: `SHA256 (${image}) = ${'0'.repeat(64)}\nsigned`,
    };
    const signed = `SHA256 (${image}) = ${digest('sha256', 'image')}\n`;
    const { from } = distributor(files, async () => signed);
    expect((await findNewest(layoutOf('fedora44'), from)).hash.value).toBe(digest('sha256', 'image'));
  });

  test('that is missing is passed on as missing', async () => {
    const { [`${NOBLE}release-20260705/SHA256SUMS.gpg`]: _, ...unsigned } = UBUNTU;
    const { from } = distributor(unsigned, (signed, layout) => {
      expect(signed.detached).toBeUndefined();
      return signedText(signed, layout, { mode: 'off' });
    });
    expect(await findNewest(layoutOf('ubuntu24.04'), from)).toMatchObject({ version: '20260705' });
  });
});

test('a version that one place lacks is looked for in the archive', async () => {
  const base = 'https://archives.fedoraproject.org/pub/archive/fedora/linux/releases/43/Cloud/x86_64/images/';
  const image = 'Fedora-Cloud-Base-Generic-43-1.6.x86_64.qcow2';
  const files = {
    [`${base}Fedora-Cloud-43-1.6-x86_64-CHECKSUM`]: `SHA256 (${image}) = ${digest('sha256', 'image')}\n`,
  };
  const { from } = distributor(files, async ({ text }) => text);
  expect(await findVersion(layoutOf('fedora43'), '1.6', from)).toMatchObject({ url: `${base}${image}` });
  expect(await findVersion(layoutOf('fedora43'), '1.5', from)).toBeUndefined();
});
