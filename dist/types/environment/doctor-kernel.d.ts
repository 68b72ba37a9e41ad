import type { HostCheck } from '../host/checks.ts';
/**
 * Checks what the kernel of this host does to networks and disks of machines.
 *
 * @param bridges names of bridges whose machines should get out, where they are up.
 * @param root directory in which `proc` and `var` are, for tests.
 */
export declare function checkKernel(bridges: readonly string[], root?: string): HostCheck[];
