import { compressionOf } from '../host/compression.ts';
import type { BuildStep, DiskSpec, DomainSpec, KeyPath, ReportProblem } from '../initfile/types.ts';
import type { DiskPlan, DiskSource } from '../providers/plan.ts';
import { ImageNames } from './files.ts';
import { checkUrl, ovaPlace, type PathRules, resolvePath } from './paths.ts';
import { type Buses, busProblem, freeVirtioDev, type Target, targetOf, targetProblem } from './target.ts';
import { findTemplate } from './template.ts';
import type { ResolveTemplate } from './types.ts';

/** What the disks of an environment are planned from. */
export interface DiskInput {
  /** Absolute. */
  readonly imagesDir: string;
  readonly paths: PathRules;
  readonly resolveTemplate: ResolveTemplate;
  readonly report: ReportProblem;
}

/** Name of the disk that carries a NoCloud seed; also its place in the image's file name. */
const SEED = 'cloud-init';

/** Decides the disks of one domain after the other. Mistakes of the init file go to `report`; nothing is thrown. */
export class DiskPlanner {
  readonly #input: DiskInput;
  readonly #names: ImageNames;
  /** Files that disks use, not copies of them. */
  readonly #files = new Map<string, { readonly isWritten: boolean; readonly user: string }>();

  constructor(input: DiskInput) {
    this.#input = input;
    this.#names = new ImageNames(input.imagesDir);
  }

  /** The domain's disks in the order of the file; one whose template does not exist is left out. */
  plan(domain: DomainSpec, buses: Buses): readonly DiskPlan[] {
    const targets: Target[] = [];
    return domain.disks.flatMap((disk, index) => {
      const key = ['domains', domain.name, 'disks', index];
      const target = targetOf(disk, buses);
      const unfit = busProblem(target, buses);
      if (unfit !== undefined) this.#error('BAD_BUS', [...key, 'bus'], unfit);
      const trouble = targetProblem(target, targets);
      if (trouble !== undefined) this.#error('BAD_DEV', [...key, 'dev'], trouble);
      targets.push(target);
      const origin = this.#origin(domain, disk, key);
      const build = disk.build.map((step) => this.#expandStep(step));
      return origin ? [{ name: disk.name, ...origin, ...target, ...options(disk), build }] : [];
    });
  }

  /** The disk that hands a NoCloud seed to the guest: virtio, because kernels made for clouds know nothing older. */
  planSeed(domain: DomainSpec, buses: Buses): DiskPlan {
    const targets = domain.disks.map((disk) => targetOf(disk, buses));
    return {
      name: SEED,
      source: { kind: 'seed' },
      path: this.#names.claim(domain.name, SEED, 'iso'),
      format: 'raw',
      device: 'disk',
      bus: 'virtio',
      dev: freeVirtioDev(targets),
      metadata: {},
      build: [],
    };
  }

  /** Absolute path of the file that keeps the variables of a domain's EFI firmware. */
  nvram(domain: DomainSpec): string {
    return this.#names.claim(domain.name, 'nvram', 'fd');
  }

  /** Checks where the OVA of a domain is said to be. */
  checkOva({ name, ova }: DomainSpec): void {
    if (ova) ovaPlace(ova.url, ['domains', name, 'url'], this.#input.paths, this.#input.report);
  }

  #origin({ name: vm, arch }: DomainSpec, disk: DiskSpec, key: KeyPath): Origin | undefined {
    if (disk.format === 'iso' && disk.type !== 'file') {
      this.#error('BAD_FORMAT', [...key, 'format'], `a disk of type ${disk.type} cannot have the format iso`);
      return undefined;
    }
    if (disk.type === 'file') return this.#fileOrigin(vm, disk, key);
    const path = this.#names.claim(vm, disk.name, disk.format);
    if (disk.type === 'empty') {
      const source: DiskSource = { kind: 'empty', size: disk.size };
      return { source, path, format: disk.format === 'raw' ? 'raw' : 'qcow2', metadata: disk.metadata };
    }
    if (disk.templateType === 'qcow2') {
      const backingFile = this.#resolve(disk.path, key);
      const source: DiskSource = { kind: 'template-file', backingFile, backingFormat: 'qcow2' };
      return { source, path, format: 'qcow2', metadata: disk.metadata };
    }
    const found = findTemplate(disk, key, this.#input.resolveTemplate, this.#input.report, arch);
    if (!found) return undefined;
    const { metadata, ...template } = found;
    const source: DiskSource = { kind: 'template', ...template };
    return { source, path, format: 'qcow2', metadata: { ...disk.metadata, ...metadata } };
  }

  /** An overlay over the file (Lago writes into the file itself), a copy where asked for, or the file as a CD-ROM. */
  #fileOrigin(vm: string, disk: Extract<DiskSpec, { type: 'file' }>, key: KeyPath): Origin {
    if (disk.url !== undefined) checkUrl(disk.url, [...key, 'url'], this.#input.report);
    const url = disk.url === undefined ? {} : { url: disk.url };
    const { format, metadata } = disk;
    const file =
      disk.path === undefined
        ? this.#names.claim(vm, `${disk.name}_download`, `${format}${packedSuffix(disk.url)}`)
        : this.#resolve(disk.path, key);
    if (format === 'iso') {
      // The file itself is inserted, except one that has to be unpacked first, or a copy of it. A download is ours already.
      const isOwn = compressionOf(file) !== undefined || (disk.makeACopy && disk.path !== undefined);
      const path = isOwn ? this.#names.claim(vm, disk.name, 'iso') : file;
      return { source: { kind: 'cdrom', file, ...url }, path, format: 'raw', metadata };
    }
    const { makeACopy: copy, inPlace } = disk;
    if (!copy) this.#noteUse(file, inPlace, key);
    if (inPlace) {
      if (compressionOf(file) !== undefined) {
        this.#error('CONFLICTING_KEYS', [...key, 'in_place'], 'a compressed file cannot be used in place');
      }
      const source: DiskSource = { kind: 'file', file, fileFormat: format, ...url, copy: false, inPlace: true };
      return { source, path: file, format, metadata };
    }
    const source: DiskSource = { kind: 'file', file, fileFormat: format, ...url, copy };
    const overlayFormat = copy ? format : 'qcow2';
    return { source, path: this.#names.claim(vm, disk.name, overlayFormat), format: overlayFormat, metadata };
  }

  /** Reports a file that is written to while another disk uses it. */
  #noteUse(file: string, isWritten: boolean, key: KeyPath): void {
    const other = this.#files.get(file);
    if (other && (other.isWritten || isWritten)) {
      this.#error('DUPLICATE_FILE', [...key, 'path'], `${file} is used in place, and by disk ${other.user} as well`);
    }
    this.#files.set(file, { isWritten, user: `${key.at(-1)} of VM ${key[1]}` });
  }

  #expandStep({ builder, options }: BuildStep): BuildStep {
    const { expand } = this.#input.paths;
    const expandAll = (value: unknown): unknown => {
      if (typeof value === 'string') return expand(value);
      if (Array.isArray(value)) return value.map(expandAll);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, expandAll(item)]));
    };
    // Commands of `boot` have variables of the guest's shell.
    const isLiteral = (name: string) => builder === 'boot' && name === 'run';
    const expanded = Object.entries(options).map(([name, value]) => [name, isLiteral(name) ? value : expandAll(value)]);
    return { builder, options: Object.fromEntries(expanded) };
  }

  #resolve(path: string, key: KeyPath): string {
    return resolvePath(path, [...key, 'path'], this.#input.paths, this.#input.report);
  }

  #error(code: string, path: KeyPath, message: string): void {
    this.#input.report({ severity: 'error', code, path, message });
  }
}

/** What a download must keep of its name so that it is unpacked. */
function packedSuffix(url = ''): string {
  return (URL.canParse(url) && compressionOf(new URL(url).pathname)?.suffix) || '';
}

type Origin = Pick<DiskPlan, 'source' | 'path' | 'format' | 'metadata'>;

/** What the file says about a disk besides where it comes from. */
function options(disk: DiskSpec): Pick<DiskPlan, 'resize' | 'skipExport'> {
  const resize = 'resize' in disk ? disk.resize : undefined;
  return { ...(resize === undefined ? {} : { resize }), ...(disk.skipExport ? { skipExport: true } : {}) };
}
