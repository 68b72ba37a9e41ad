import { join } from 'node:path';
import { assertAllowedPath } from '../disks/allowed.ts';
import { type ImportedOva, importOva, type OvaPlace, placeName } from '../disks/ova/import.ts';
import type { OvfMachine } from '../disks/ova/ovf.ts';
import { peekOva } from '../disks/ova/peek.ts';
import { ovaPlace, type PathRules } from '../disks/paths.ts';
import { forAll } from '../host/parallel.ts';
import type { InitFile, Problem } from '../initfile/types.ts';
import { withImports } from './imported-domain.ts';
import type { Services } from './services.ts';

/** Imports at once: each reads and writes whole disks. */
const AT_ONCE = 2;

/** What finding OVAs needs. */
export interface OvaContext {
  readonly rules: PathRules;
  /** Directory of the environment's images. */
  readonly imagesDir: string;
  readonly services: Services;
}

/**
 * Imports the OVAs of an init file into the directory of the images, which goes with the environment, and puts their disks,
 * memory and processors into the domains. Domains with the same OVA share its images.
 *
 * @throws {UserError} `OVA_INVALID`, `DISK_PATH_NOT_ALLOWED`, `DISK_FILE_MISSING`; errors of downloads and of qemu-img.
 */
export async function importOvas(initFile: InitFile, context: OvaContext): Promise<InitFile> {
  return eachOva(initFile, context, (place, directory, services) =>
    services.log.task(`Import ${placeName(place)}`, (log) =>
      importOva(place, directory, { log, signal: services.signal }),
    ),
  );
}

/**
 * The init file as {@link importOvas} would make it, without a change to anything. A remote OVA whose description is not at
 * its beginning is left out: see {@link unreadOvas}.
 */
export async function previewOvas(initFile: InitFile, context: OvaContext): Promise<InitFile> {
  return eachOva(initFile, context, async (place, directory, { signal }) => {
    const machine = await peekOva(place, signal);
    return machine && asImported(machine, directory);
  });
}

/** Warnings about domains whose OVA nobody has read. */
export function unreadOvas(initFile: InitFile): readonly Problem[] {
  return [...initFile.domains.values()]
    .filter(({ ova }) => ova !== undefined)
    .map(({ name }) => {
      const path = ['domains', name, 'url'];
      const message = `the OVA of VM ${name} is not read now; its disks, memory and processors are not known`;
      const hint = '`init` reads it';
      return { severity: 'warning', code: 'OVA_NOT_READ', path, position: initFile.locate(path), message, hint };
    });
}

async function eachOva(
  initFile: InitFile,
  { rules, imagesDir, services }: OvaContext,
  read: (place: OvaPlace, directory: string, services: Services) => Promise<ImportedOva | undefined>,
): Promise<InitFile> {
  const places = new Map<string, { readonly place: OvaPlace; readonly domains: string[] }>();
  for (const { name, ova } of initFile.domains.values()) {
    if (ova === undefined) continue;
    // Planning has reported what is wrong with it.
    const place = ovaPlace(ova.url, ['domains', name, 'url'], rules, () => undefined);
    const known = places.get(JSON.stringify(place));
    if (known) known.domains.push(name);
    else places.set(JSON.stringify(place), { place, domains: [name] });
  }
  if (places.size === 0) return initFile;
  const found = await forAll(
    [...places.values()].entries(),
    async ([index, { place, domains }], signal) => {
      const checked = await allowed(place, domains, rules);
      return { domains, ova: await read(checked, join(imagesDir, 'ova', `${index}`), { ...services, signal }) };
    },
    { signal: services.signal, limit: AT_ONCE },
  );
  const imports = found.flatMap(({ domains, ova }) => (ova ? domains.map((name) => [name, ova] as const) : []));
  return withImports(initFile, new Map(imports));
}

async function allowed(place: OvaPlace, domains: readonly string[], rules: PathRules): Promise<OvaPlace> {
  if (place.kind === 'http') return place;
  const path = await assertAllowedPath(place.path, rules.allowedPaths, `the OVA of VM ${domains.join(', ')}`);
  return { kind: 'file', path };
}

function asImported(machine: OvfMachine, directory: string): ImportedOva {
  const disks = machine.disks.map(({ name, content }, index) => ({
    name,
    content:
      content.kind === 'empty' ? content : { kind: 'image' as const, file: join(directory, `disk${index}.qcow2`) },
  }));
  return { ...machine, disks };
}
