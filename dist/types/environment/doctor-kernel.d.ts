import type { HostCheck } from '../host/checks.ts';
/**
 * Checks what the kernel of this host does to networks and disks of machines.
 *
 * @param root directory in which `proc` and `var` are, for tests.
 */
export declare function checkKernel(root?: string): HostCheck[];
