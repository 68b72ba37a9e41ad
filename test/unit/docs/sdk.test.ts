import { describe, expect, it } from 'vitest';
import { prefixPaths } from '../../../src/environment/prefix.ts';
import * as sdk from '../../../src/index.ts';
import { readProjectFile } from '../../support/markdown.ts';

/** What Lago's SDK has, by the heading of its table: names of functions, members and parameters. */
const LAGO: Readonly<Record<string, string>> = {
  'lago.sdk': 'init load_env add_stream_logger logfile loglevel',
  environment:
    'start stop shutdown deploy collect_artifacts export_vms get_vms get_nets get_paths ansible_inventory ' +
    'ansible_inventory_temp_file destroy',
  VM:
    'name ip all_ips ips_in_net nics nets spec metadata disks groups vm_type mgmt_name mgmt_net distro root_password ' +
    'iscsi_name cpu_model cpu_vendor state running start stop shutdown reboot bootstrap create_snapshot revert_snapshot ' +
    'export_disks interactive_console ssh interactive_ssh ssh_script wait_for_ssh ssh_reachable copy_to copy_from ' +
    'extract_paths extract_paths_dead collect_artifacts service guest_agent has_guest_agent save',
  network: 'name gw mtu is_management mapping resolve add_mapping add_mappings alive start stop save spec',
  'get_paths()':
    'prefix_path prefixed uuid metadata prefix_lagofile ssh_id_rsa ssh_id_rsa_pub images virt logs scripts',
};

/** What the names of a table belong to here. */
const OWNERS: Readonly<Record<string, { readonly prefix: string; readonly members: object }>> = {
  'lago.sdk': { prefix: '', members: sdk },
  environment: { prefix: 'Environment.', members: sdk.Environment.prototype },
  VM: { prefix: 'Vm.', members: sdk.Vm.prototype },
  network: { prefix: 'Net.', members: sdk.Net.prototype },
  'get_paths()': { prefix: 'PrefixPaths.', members: prefixPaths('/') },
};

interface Row {
  readonly table: string;
  readonly lago: readonly string[];
  readonly ours: readonly string[];
  readonly text: string;
}

/** Rows of all tables, as the names in each of the two cells. */
const rows = tableRows(readProjectFile('docs/sdk.md'));

function tableRows(text: string): Row[] {
  let table = '';
  const found: Row[] = [];
  for (const line of text.split('\n')) {
    const [, left = '', right = ''] = /^\| (.+?) \| (.+?) \|$/.exec(line) ?? [];
    if (!line.startsWith('|')) table = '';
    else if (table === '') table = left.replaceAll('`', '');
    else if (left !== '---') found.push({ table, lago: words(left), ours: words(right), text: right });
  }
  return found;
}

function words(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());
}

/** Fields that the constructor sets. */
const FIELDS = ['Environment.paths'];

/** Where options of the SDK are declared. */
const OPTIONS = ['environment/options', 'environment/removal', 'environment/vm-options', 'environment/vm-copy']
  .concat(['guest/exec', 'guest/copy-options', 'guest/collect-paths'])
  .map((name) => readProjectFile(`src/${name}.ts`))
  .join('\n');

function exists(name: string): boolean {
  if (FIELDS.includes(name) || name in sdk || OPTIONS.includes(`  readonly ${name}?: `)) return true;
  const owner = Object.values(OWNERS).find(({ prefix }) => prefix !== '' && name.startsWith(prefix));
  return owner !== undefined && name.slice(owner.prefix.length) in owner.members;
}

/** What is no name of ours: a file, parameters of Lago. */
const OTHERS = ['logs/lago.log', 'prefix_name', 'template_repo_path'];

describe('docs/sdk.md', () => {
  it('names only what there is', () => {
    const names = rows.flatMap(({ ours }) => ours).filter((name) => !OTHERS.includes(name));
    expect(names.length).toBeGreaterThan(80);
    expect(names.filter((name) => !exists(name) && !exists(`Vm.${name}`))).toEqual([]);
  });

  it.each(Object.entries(LAGO))('has everything of the table %s', (table, names) => {
    const named = rows.filter((row) => row.table === table && !row.lago.some((name) => name.includes(' ')));
    expect(named.flatMap(({ lago }) => lago).toSorted()).toEqual(names.split(' ').toSorted());
  });

  it('says of every name of Lago what it is here', () => {
    expect(rows.length).toBeGreaterThan(45);
    expect(rows.filter(({ ours, text }) => ours.length === 0 && !/\bnone: |argument$/.test(text))).toEqual([]);
  });

  it('does not pass over what has the same name here', () => {
    const stale = rows.flatMap(({ table, lago, ours }) => {
      const owner = OWNERS[table];
      if (owner === undefined) return [];
      const { prefix, members } = owner;
      const same = lago.map(camelCase).filter((name) => name in members);
      return same.map((name) => `${prefix}${name}`).filter((name) => !ours.includes(name));
    });
    expect(stale).toEqual([]);
  });
});
