import { describe, expect, it } from 'vitest';
import type { SigningKey } from '../../../src/templates/builtin/layout.ts';
import { SYSTEMS } from '../../../src/templates/builtin/systems.ts';
import { readProjectFile } from '../../support/markdown.ts';

/** What stands between two marks of a document. */
function between(file: string, mark: string): string {
  return new RegExp(`<!-- ${mark} -->\n(.*)<!-- /${mark} -->`, 's').exec(readProjectFile(file))?.[1] ?? '';
}

const code = (text: string) => `\`${text}\``;

function hostOf(name: string): string {
  const layout = SYSTEMS.find((system) => system.name === name)?.layout('x86_64');
  return new URL(layout?.kind === 'dated' ? layout.places[0].listing : (layout?.directory ?? '')).host;
}

describe('docs/templates.md', () => {
  it('has every built-in template, with its other names and where it comes from', () => {
    const rows = SYSTEMS.map(
      ({ name, title, aliases }) =>
        `| ${code(name)} | ${aliases.map(code).join(', ')} | ${title} | ${hostOf(name)} |\n`,
    );
    const table = ['| name | other names | system | from |\n', '| --- | --- | --- | --- |\n', ...rows].join('');
    expect(between('docs/templates.md', 'builtin').trim()).toBe(table.trim());
  });
});

describe('docs/security.md', () => {
  it('has every key that counts', () => {
    const keys = SYSTEMS.flatMap(({ name, layout }) =>
      (layout('x86_64').signature?.keys ?? []).map((key) => ({ name, key })),
    );
    const byFingerprint = new Map<string, { names: string[]; key: SigningKey }>();
    for (const { name, key } of keys) {
      const entry = byFingerprint.get(key.fingerprint) ?? { names: [], key };
      entry.names.push(name);
      byFingerprint.set(key.fingerprint, entry);
    }
    const rows = [...byFingerprint.values()].map(
      ({ names, key }) =>
        `| ${names.map(code).join(', ')} | ${code(key.fingerprint)} | ${key.files.map(code).join(', ')} |\n`,
    );
    const table = ['| templates | fingerprint | file |\n', '| --- | --- | --- |\n', ...rows].join('');
    expect(between('docs/security.md', 'keys').trim()).toBe(table.trim());
  });
});
