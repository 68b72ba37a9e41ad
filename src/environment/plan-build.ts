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

function isGuessed({ source }: DiskPlan): boolean {
  return source.kind === 'template' && source.repository === UNKNOWN_REPOSITORY;
}
