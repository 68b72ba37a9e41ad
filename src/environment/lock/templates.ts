import type { InitFile, KeyPath } from '../../initfile/types.ts';
import type { TemplateQuery } from '../../templates/repository-types.ts';
import type { TemplateHash } from '../../templates/types.ts';
import type { LockContent, LockedTemplate } from './lock-file.ts';

/** Architectures that a lock file tells apart. */
export type LockArchitecture = LockedTemplate['arch'];

/** A disk over a template of the init file. */
export interface TemplateDisk {
  readonly query: TemplateQuery;
  /** Where the init file names it. */
  readonly path: KeyPath;
}

/** All disks over templates, in the order of the file. */
export function templateDisks(initFile: InitFile): readonly TemplateDisk[] {
  return [...initFile.domains].flatMap(([vm, { disks, arch }]) =>
    disks.flatMap((disk, index) =>
      disk.type === 'template' && disk.templateType === 'lago'
        ? [
            {
              query: { template: disk.templateName, version: disk.templateVersion, arch },
              path: ['domains', vm, 'disks', index, 'template_name'],
            },
          ]
        : [],
    ),
  );
}

/** The entry for what an init file asks for. @param host architecture of machines that name none */
export function entryFor(
  { templates }: LockContent,
  { template, version, arch }: TemplateQuery,
  host: LockArchitecture,
): LockedTemplate | undefined {
  return templates.find(
    (entry) => entry.name === template && entry.requested === version && entry.arch === (arch ?? host),
  );
}

/** A hash as lock files have it. */
export function hashText({ algorithm, value }: TemplateHash): string {
  return `${algorithm}:${value}`;
}

/** The hash of an entry, if it has one. */
export function hashOfEntry({ hash }: LockedTemplate): TemplateHash | undefined {
  const [algorithm, value] = hash?.split(':') ?? [];
  if (algorithm !== 'sha1' && algorithm !== 'sha256' && algorithm !== 'sha512') return undefined;
  return value === undefined ? undefined : { algorithm, value };
}

/** How people call what an init file asks for. */
export function nameOfQuery({ template, version }: Pick<TemplateQuery, 'template' | 'version'>): string {
  return version === undefined ? template : `${template}:${version}`;
}
