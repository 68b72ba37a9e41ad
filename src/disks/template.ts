import type { DiskSpec, DomainSpec, KeyPath, PlanProblem, ReportProblem } from '../initfile/types.ts';
import type { ResolvedTemplate, ResolveTemplate, TemplateLookup } from './types.ts';

type TemplateDisk = Extract<DiskSpec, { type: 'template'; templateType: 'lago' }>;

/** The template version that a disk asks for; reports one that does not exist. */
export function findTemplate(
  disk: TemplateDisk,
  key: KeyPath,
  resolveTemplate: ResolveTemplate,
  report: ReportProblem,
  arch: DomainSpec['arch'],
): ResolvedTemplate | undefined {
  const answer = resolveTemplate(disk.templateName, disk.templateVersion, arch);
  if (answer.kind === 'found') return answer.template;
  report(answer.kind === 'unknown-template' ? noTemplate(disk, key, answer) : noVersion(disk, key, answer.versions));
  return undefined;
}

function noTemplate(
  { templateName: name }: TemplateDisk,
  key: KeyPath,
  { names: known, hint }: Extract<TemplateLookup, { kind: 'unknown-template' }>,
): PlanProblem {
  return {
    severity: 'error',
    code: 'UNKNOWN_TEMPLATE',
    path: [...key, 'template_name'],
    message: `there is no template \`${name}\` in the template repositories${listed(known)}`,
    unknown: { name, known },
    ...(hint === undefined ? {} : { hint }),
  };
}

function noVersion(disk: TemplateDisk, key: KeyPath, known: readonly string[]): PlanProblem {
  const name = disk.templateVersion ?? '';
  return {
    severity: 'error',
    code: 'UNKNOWN_TEMPLATE_VERSION',
    path: [...key, 'template_version'],
    message: `template ${disk.templateName} has no version \`${name}\`${listed(known)}`,
    unknown: { name, known },
    hint: 'leave `template_version` out to get the newest',
  };
}

/** A repository may have hundreds of templates; a message has room for some. */
const MAX_LISTED = 20;

function listed(names: readonly string[]): string {
  if (names.length === 0) return '';
  const more = names.length > MAX_LISTED ? `, and ${names.length - MAX_LISTED} more` : '';
  return `; there are ${names.slice(0, MAX_LISTED).join(', ')}${more}`;
}
