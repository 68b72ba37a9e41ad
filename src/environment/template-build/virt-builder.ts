import { customizeArgs } from '../../disks/provision/customize.ts';
import { guestfsEnvironment } from '../../disks/provision/guestfs.ts';
import type { VirtBuilderRecipe } from '../../initfile/recipe.ts';
import type { Acceleration, Architecture } from '../../providers/plan.ts';
import { runLogged, type ToolContext } from './namespaces.ts';

/** Where an image of virt-builder goes, and what it is made by. */
export interface VirtBuilderJob extends ToolContext {
  /** Absolute path of the qcow2 file to make. */
  readonly image: string;
  readonly arch: Architecture;
  readonly acceleration: Acceleration;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Directory that relative paths in options refer to. */
  readonly cwd: string;
}

/**
 * Has libguestfs make an image from one of its templates.
 *
 * @throws {ToolError} `TEMPLATE_BUILD_FAILED`; {@link HostError} `TOOL_MISSING`
 */
export async function runVirtBuilder(recipe: VirtBuilderRecipe, job: VirtBuilderJob): Promise<void> {
  const { log, signal, cwd } = job;
  const command = ['setpriv', '--pdeathsig', 'KILL', '--', 'virt-builder', ...virtBuilderArgs(recipe, job)] as const;
  await runLogged('virt-builder', command, { log, signal }, { env: guestfsEnvironment(job), cwd });
}

/** Arguments of virt-builder. */
export function virtBuilderArgs(
  { os, source, size, customize = {} }: VirtBuilderRecipe,
  { image, arch }: Pick<VirtBuilderJob, 'image' | 'arch'>,
): string[] {
  return [
    ...[os, '--format', 'qcow2', '--output', image, '--arch', arch],
    ...(source === undefined ? [] : ['--source', source]),
    ...(size === undefined ? [] : ['--size', `${size}b`]),
    ...customizeArgs(customize, ''),
  ];
}
