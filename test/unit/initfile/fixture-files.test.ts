import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { DISK, DOMAIN, NET, NIC } from '../../../src/initfile/keys.ts';
import { initFiles } from '../../support/init-files.ts';
import { planOf, templates } from '../../support/plan.ts';
import { errors } from './helpers.ts';

const known = ['debian12', 'micro', 'el7.3-base', 'debian12-cloudinit', 'debian12-plain'];
const lookup = templates(Object.fromEntries(known.map((name) => [name, { provision: 'smbios' }])));
/** Every version of those templates is there. */
const resolveTemplate = (name: string) => lookup(name);

function textOf(name: string): string {
  const file = initFiles().find((entry) => entry.name === `fixtures/init-files/${name}`);
  if (!file) throw new Error(`there is no ${name}`);
  return file.text;
}

describe('init files of the fixtures', () => {
  it.each([...initFiles()])('are planned: $name', ({ name, text }) => {
    const plan = planOf(text, { resolveTemplate, allowedPaths: ['/'] });
    expect(plan.domains.size, name).toBeGreaterThan(0);
  });
});

/** Keys that Lago 1.0 reads in an init file, or writes into the files that it makes from one. */
const OF_LAGO: Readonly<Record<string, string>> = {
  domain: `memory vcpu cpu_model cpu_custom service_provider service_class nics disks artifacts groups bootstrap ssh-user
    ssh-password root-password vm-provider vm-type metadata distro boot_time_sec guest-agent skip-export based-on type url
    snapshots name mgmt_net`,
  net: 'type management gw dhcp dns_domain_name dns_records main_dns mtu name mapping dns_forward',
  nic: 'net ip mtu',
  disk: `name type dev format size template_name template_version template_type path url make_a_copy metadata build
    skip-export comment device`,
};

describe('every key of Lago', () => {
  const tree = parse(textOf('all-keys.yaml'), { version: '1.1', merge: true });
  const domains: Record<string, unknown>[] = [
    ...Object.values<never>(tree.domains),
    ...Object.values<never>(tree.prototypes),
  ];
  const below = (key: string) => domains.flatMap((domain) => domain[key] ?? []);
  const written: Readonly<Record<string, readonly unknown[]>> = {
    domain: domains,
    net: Object.values(tree.nets),
    nic: below('nics'),
    disk: below('disks'),
  };
  const levels = { domain: DOMAIN, net: NET, nic: NIC, disk: DISK };

  it.each(Object.entries(levels))('of a %s is known and in the file with all of them', (what, level) => {
    const keys = (OF_LAGO[what] ?? '').split(/\s+/).filter((key) => key !== '');
    expect(keys.filter((key) => !level.keys.includes(key) && !level.silent.includes(key))).toEqual([]);
    const present = new Set((written[what] ?? []).flatMap((entry) => Object.keys(Object(entry))));
    expect(keys.filter((key) => !present.has(key))).toEqual([]);
  });

  it('is accepted, also where unknown keys are not', () => {
    expect(errors(textOf('all-keys.yaml'), { strict: true })).toEqual([]);
  });
});

it('the CPUs of the manual keep their notation, and two domains of one anchor do not share', () => {
  const { domains } = planOf(textOf('cpu.yaml'), { resolveTemplate });
  expect(domains.get('vm-el73')).toMatchObject({ vcpu: 2, cpu: { kind: 'custom' } });
  const [a, b, c] = [...domains.values()];
  expect(new Set([a, b, c].map((domain) => domain?.ip)).size).toBe(3);
  expect(new Set([a, b, c].map((domain) => domain?.disks[0]?.path)).size).toBe(3);
});
