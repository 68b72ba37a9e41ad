import { expect, it } from 'vitest';
import { DISK_KEYS } from '../../../src/initfile/disk-schema.ts';
import { domainSchema, nicSchema } from '../../../src/initfile/domain-schema.ts';
import { shareSchema } from '../../../src/initfile/machine-schema.ts';
import { netSchema } from '../../../src/initfile/net-schema.ts';
import { readProjectFile } from '../../support/markdown.ts';

/** Keys in the first column of the first table below a heading. */
function documentedKeys(heading: string): string[] {
  const [, section = ''] = readProjectFile('docs/init-file.md').split(`\n## ${heading}\n`);
  const [table = ''] = section.split('\n## ')[0]?.match(/(?:^\|.*\n)+/m) ?? [];
  const cells = table.split('\n').map((row) => row.split('|')[1] ?? '');
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, key]) => key ?? ''));
}

it.each([
  ['Domains', [...Object.keys(domainSchema.shape), 'nics', 'disks']],
  ['NICs', Object.keys(nicSchema.shape)],
  ['Shares', Object.keys(shareSchema.shape)],
  ['Networks', Object.keys(netSchema.shape)],
  ['Disks', [...DISK_KEYS]],
])('docs/init-file.md has every key of %s, and no others', (heading, keys) => {
  expect(documentedKeys(heading).toSorted()).toEqual(keys.toSorted());
});
