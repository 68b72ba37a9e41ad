import { describe, expect, it } from 'vitest';
import { planOf, templates } from '../../support/plan.ts';
import { snippetsRunAs } from '../../support/snippets.ts';

const resolveTemplate = templates({
  micro: { provision: 'smbios', distro: 'micro' },
  debian12: { provision: 'smbios', distro: 'debian12' },
});

const DISKS = 'disks: [{ name: root, type: template, template_name: debian12, dev: vda, format: qcow2 }]\n';
const NETS = 'nets:\n  lan: { dhcp: { start: 100, end: 254 } }\n';

function vm(keys: string, net = 'lan'): string {
  return `domains:\n  vm0:\n    memory: 512\n    nics: [{ net: ${net} }]\n${keys.trimEnd().replace(/^/gm, '    ')}\n`;
}

describe('LagoInitFiles of the documents', () => {
  it.each(snippetsRunAs('init-file'))('can be planned without a warning: $key', ({ text }) => {
    const plan = planOf(text, { resolveTemplate });
    expect(plan.warnings).toEqual([]);
    expect(plan.domains.size).toBeGreaterThan(0);
  });

  it.each(snippetsRunAs('init-file-part'))('can be planned as a part of a file: $key', ({ text, how }) => {
    const file =
      how.key === 'nets' ? `${vm(DISKS, 'office')}${text}` : `${vm(how.key === 'disks' ? text : DISKS + text)}${NETS}`;
    expect(text).toMatch(new RegExp(`^${how.key}:`));
    const plan = planOf(file, { resolveTemplate, cwd: '/work' });
    expect(plan.warnings).toEqual([]);
    expect(plan.domains.get('vm0')?.disks.length).toBeGreaterThan(0);
  });
});
