import { builderName } from '../disks/layers/builders.ts';
import { customizeProblems } from '../disks/provision/customize.ts';
import { UNKNOWN_REPOSITORY } from '../disks/types.ts';
import type { DomainSpec, ReportProblem } from '../initfile/types.ts';
import type { DiskPlan } from '../providers/plan.ts';
import { wayInto } from './boot-builder/access.ts';

/**
 * Reports disks that are to be booted for a build, although nothing says how to get into their guests. Templates that are
 * only taken for granted (`lago validate`) may say it.
 */
export function checkBuilds(domain: DomainSpec, disks: readonly DiskPlan[], report: ReportProblem): void {
  for (const disk of disks) {
    const boots = disk.build.some(({ builder }) => builder === 'boot');
    if (!boots || wayInto(disk) !== undefined || isGuessed(disk)) continue;
    const index = domain.disks.findIndex(({ name }) => name === disk.name);
    const said = disk.metadata.provision === undefined ? 'does not say how' : 'says that only libguestfs can';
    report({
      severity: 'error',
      code: 'BUILD_NO_WAY_IN',
      path: ['domains', domain.name, 'disks', index, 'build'],
      message: `\`boot\` cannot enter the guest on disk ${disk.name}: its metadata ${said}`,
      hint: 'declare `provision: smbios` or `provision: cloud-init` in the metadata of its template, if the guest can that, or use `virt-customize`',
    });
  }
}

/**
 * Reports options of `virt-customize` that cannot be used.
 *
 * @param isTrusted whether the init file may reach all of the host.
 */
export function checkOptions({ name, disks }: DomainSpec, isTrusted: boolean, report: ReportProblem): void {
  for (const [index, { build, raw }] of disks.entries()) {
    const places = itemsOf(raw.build);
    for (const [entry, { builder, options }] of build.entries()) {
      if (builderName(builder) !== 'virt-customize') continue;
      for (const { name: option, message, hint } of customizeProblems(options, isTrusted)) {
        const path = ['domains', name, 'disks', index, 'build', places[entry] ?? entry, builder, option];
        report({ severity: 'error', code: 'BUILD_OPTION_REFUSED', path, message, hint: bare(hint) });
      }
    }
  }
}

/** Places in the file of the items that count; empty ones are passed over. */
function itemsOf(build: unknown): readonly number[] {
  if (!Array.isArray(build)) return [];
  return build.flatMap((item: unknown, index) =>
    typeof item === 'object' && item !== null && Object.keys(item).length > 0 ? [index] : [],
  );
}

/** Hints of problems stand in brackets, so they are no sentences. */
function bare(hint: string): string {
  return `${hint.charAt(0).toLowerCase()}${hint.slice(1).replace(/\.$/, '')}`;
}

function isGuessed({ source }: DiskPlan): boolean {
  return source.kind === 'template' && source.repository === UNKNOWN_REPOSITORY;
}
