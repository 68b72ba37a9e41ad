import { posix } from 'node:path';
import { messageOf } from '../../host/errors.ts';
import { invalidOva } from './errors.ts';
import { findDisks, type OvfDisk } from './ovf-disks.ts';
import { unitBytes } from './units.ts';
import { childText, descendants, parseXml, type XmlElement } from './xml.ts';

export type { OvfDisk } from './ovf-disks.ts';

/** The machine that an OVF describes, as far as a domain takes it over. */
export interface OvfMachine {
  readonly vcpu?: number;
  /** MiB. */
  readonly memory?: number;
  /** In the order of the description; at least one. */
  readonly disks: readonly OvfDisk[];
}

const MIB = 2 ** 20;

/** Numbers by which CIM names kinds of devices. */
const PROCESSOR = '3';
const MEMORY = '4';

/**
 * Reads an OVF description, in VMware's or oVirt's dialect.
 *
 * @param name name of the description in its archive, by which those of images are found.
 * @param ova place of the archive, for messages.
 * @throws {UserError} `OVA_INVALID`
 */
export function parseOvf(text: string, name: string, ova: string): OvfMachine {
  const root = rootOf(text, name, ova);
  const systems = descendants(root, (element) => isKind(element, 'VirtualSystem'));
  const [system] = systems;
  if (system === undefined || systems.length > 1)
    throw invalidOva(ova, `it has ${count(systems.length, 'machine')}, not one`);
  const sections = descendants(system, (element) => isKind(element, 'VirtualHardwareSection'));
  const [hardware] = sections;
  if (hardware === undefined || sections.length > 1) {
    throw invalidOva(ova, `its machine has ${count(sections.length, 'hardware section')}, not one`);
  }
  const items = hardware.children.filter(({ name: kind }) => kind === 'Item' || kind === 'StorageItem');
  const vcpu = processors(items, ova);
  const memory = mebibytes(items, ova);
  const directory = posix.dirname(name);
  return {
    ...(vcpu === undefined ? {} : { vcpu }),
    ...(memory === undefined ? {} : { memory }),
    disks: findDisks(root, items, directory === '.' ? '' : `${directory}/`, ova),
  };
}

function rootOf(text: string, name: string, ova: string): XmlElement {
  try {
    return parseXml(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw invalidOva(
      ova,
      `its description ${JSON.stringify(name)} is not usable XML: ${messageOf(error).slice(0, 200)}`,
      error,
    );
  }
}

/** VMware names the element, oVirt its type: `<Section xsi:type="ovf:VirtualHardwareSection_Type">`. */
function isKind({ name, attributes }: XmlElement, kind: string): boolean {
  return name === kind || attributes.get('type')?.replace(/^.*:/, '') === `${kind}_Type`;
}

function processors(items: readonly XmlElement[], ova: string): number | undefined {
  const item = items.find((entry) => childText(entry, 'ResourceType') === PROCESSOR);
  if (item === undefined) return undefined;
  const parts = ['num_of_sockets', 'cpu_per_socket', 'threads_per_cpu'].map((key) => childText(item, key));
  const given = parts.some((part) => part !== undefined)
    ? parts.filter((part) => part !== undefined)
    : [quantity(item)];
  const vcpu = given.map((part) => wholeNumber(part)).reduce((product, value) => product * value, 1);
  if (vcpu >= 1 && vcpu <= 4096) return vcpu;
  throw invalidOva(ova, `its number of processors is ${JSON.stringify(given.join(' x '))}`);
}

function mebibytes(items: readonly XmlElement[], ova: string): number | undefined {
  const item = items.find((entry) => childText(entry, 'ResourceType') === MEMORY);
  if (item === undefined) return undefined;
  const unit = childText(item, 'AllocationUnits') ?? 'MegaBytes';
  const bytes = wholeNumber(quantity(item)) * (unitBytes(unit) ?? Number.NaN);
  if (bytes >= MIB && bytes <= 2 ** 44) return Math.floor(bytes / MIB);
  throw invalidOva(ova, `its memory is ${JSON.stringify(`${quantity(item)} ${unit}`)}, which is no usable size`);
}

function quantity(item: XmlElement): string {
  return childText(item, 'VirtualQuantity') ?? '';
}

function wholeNumber(text: string | undefined): number {
  return /^\d{1,15}$/.test(text ?? '') ? Number(text) : Number.NaN;
}

function count(number: number, what: string): string {
  return `${number === 0 ? 'no' : number} ${what}${number === 1 ? '' : 's'}`;
}
