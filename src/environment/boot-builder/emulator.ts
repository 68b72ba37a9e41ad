import { detectFamily, installAdvice } from '../../host/distribution.ts';
import { HostError } from '../../host/errors.ts';
import { findProgram } from '../../host/programs.ts';
import type { Architecture } from '../../providers/machine-plan.ts';

/** Where Red Hat's distributions have the QEMU for their own architecture. */
const LIBEXEC = '/usr/libexec/qemu-kvm';

const ARCHITECTURES: Readonly<Record<string, Architecture>> = { x64: 'x86_64', arm64: 'aarch64' };

/**
 * QEMU's program for an architecture, and whether that is the one of this host.
 *
 * @throws {HostError} `TOOL_MISSING`
 */
export function findEmulator(
  arch: Architecture,
  env: Readonly<Record<string, string | undefined>>,
): { readonly emulator: string; readonly isNative: boolean } {
  const isNative = ARCHITECTURES[process.arch] === arch;
  const name = `qemu-system-${arch}`;
  const emulator = findProgram(name, env) ?? (isNative ? findProgram(LIBEXEC, env) : undefined);
  if (emulator !== undefined) return { emulator, isNative };
  throw new HostError('TOOL_MISSING', `the program ${name} is not installed or not on PATH`, {
    hint: `${installAdvice([name], detectFamily())} \`lago doctor\` checks all of them.`,
  });
}
