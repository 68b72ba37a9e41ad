import { stringify } from 'yaml';

/** What is to be in a new init file. */
export interface StarterOptions {
  /** Names of the machines; `vm0` by default. */
  readonly vms?: readonly string[];
  /** What the machines boot; the template `debian12` by default. */
  readonly system?: StarterSystem;
  /** Names of the networks, on each of which every machine is. The first is for management. `lago` by default. */
  readonly nets?: readonly string[];
  /** MiB or a size with a unit; 1024 by default. */
  readonly memory?: string;
  /** Virtual CPUs; 2 by default. */
  readonly vcpu?: string;
  /** Sizes of empty disks that every machine gets. */
  readonly disks?: readonly string[];
}

/** The first disk of a new machine. */
export type StarterSystem =
  | {
      readonly kind: 'template';
      /** Its name in a template repository. */
      readonly name: string;
      /** Whether it needs a repository that is still to be given; false by default. */
      readonly isElsewhere?: boolean;
    }
  /** An image, such as a cloud image of a distribution. */
  | {
      readonly kind: 'image';
      readonly path: string;
      readonly format: 'qcow2' | 'raw';
      /** How keys get into the guest, if that is known: `smbios`, `cloud-init` or `guestfs`. */
      readonly provision?: string;
    };

/** A commented init file to begin with. Options are written as they are: whether they are right, parsing the text tells. */
export function starterText(options: StarterOptions = {}): string {
  const { vms = ['vm0'], nets = ['lago'] } = options;
  const machine = machineLines(options, nets);
  const isAlone = vms.length === 1;
  return lines(
    '# Machines, networks and disks of a virtual environment. `lago validate` checks this file, `lago plan` shows what',
    '# it comes to, `lago schema` helps editors. All keys: docs/init-file.md of lago-action.',
    ...(isAlone
      ? []
      : ['', '# What the machines have in common.', 'prototypes:', '  machine:', ...indented(machine, 4)]),
    '',
    '# The names become host names.',
    'domains:',
    ...vms.flatMap((name, index) => [`  ${scalar(name)}:`, ...indented(isAlone ? machine : basedOn(index), 4)]),
    '',
    'nets:',
    ...nets.flatMap((name, index) => indented(netLines(name, index === 0), 2)),
  );
}

function basedOn(index: number): string[] {
  return ['based-on: machine', ...(index === 0 ? ['# Keys that are here win over those of the prototype.'] : [])];
}

function machineLines(options: StarterOptions, nets: readonly string[]): string[] {
  const { system = { kind: 'template', name: 'debian12' }, memory = '1024', vcpu = '2', disks = [] } = options;
  return [
    `memory: ${scalar(memory)} # MiB, or a size such as 2GiB`,
    `vcpu: ${scalar(vcpu)}`,
    'nics: # the first is eth0; addresses are chosen, or given by `ip`',
    ...nets.map((name) => `  - net: ${scalar(name)}`),
    'disks: # the first one is booted from',
    ...indented(systemLines(system), 2),
    ...disks.flatMap((size, index) => indented(emptyDisk(size, index), 2)),
    'artifacts: # what `lago collect` fetches',
    '  - /var/log',
    '# groups: [web] # of Ansible',
  ];
}

function systemLines(system: StarterSystem): string[] {
  const common = ['  name: root', '  dev: vda'];
  if (system.kind === 'template') {
    return [
      '- type: template',
      `  template_name: ${scalar(system.name)} # ${system.isElsewhere ? 'in the repository given by --template-repo-path' : 'built in; docs/templates.md has others'}`,
      ...common,
      '  format: qcow2',
    ];
  }
  const source =
    system.format === 'qcow2' ? ['- type: template', '  template_type: qcow2'] : ['- type: file # a layer over it'];
  return [
    ...source,
    `  path: ${scalar(system.path)} # never written to`,
    ...common,
    `  format: ${system.format}`,
    ...provisionLines(system.provision),
  ];
}

function provisionLines(provision: string | undefined): string[] {
  const meaning = 'how the key gets in: smbios (systemd 252), cloud-init, or guestfs (slow, any Linux)';
  return provision === undefined
    ? [`  # metadata: {provision: cloud-init} # ${meaning}`]
    : ['  metadata:', `    provision: ${scalar(provision)} # ${meaning}`];
}

function emptyDisk(size: string, index: number): string[] {
  const dev = `vd${String.fromCharCode('b'.charCodeAt(0) + index)}`;
  return ['- type: empty', `  name: data${index}`, `  size: ${scalar(size)}`, `  dev: ${dev}`, '  format: qcow2'];
}

function netLines(name: string, isManagement: boolean): string[] {
  return [
    `${scalar(name)}:`,
    '  type: nat',
    ...(isManagement ? ['  management: true # SSH goes over it, and DNS is served on it'] : []),
    '  dhcp: # last numbers of addresses for guests that are not known',
    '    start: 100',
    '    end: 254',
  ];
}

/** A value as YAML has it: in quotes where it would be something else without them. */
function scalar(text: string): string {
  if (/^[1-9]\d{0,8}$/.test(text)) return text;
  const isPlain = /^[\w./-]+$/.test(text) && stringify(text, { version: '1.1' }) === `${text}\n`;
  return isPlain ? text : quoted(text);
}

function indented(block: readonly string[], by: number): string[] {
  return block.map((line) => `${' '.repeat(by)}${line}`);
}

function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}

/** JSON, with what YAML does not allow in a file spelled out: delete, C1 controls, and the two that are no characters. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
