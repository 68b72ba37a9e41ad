import type { Vm } from '../../src/index.ts';

// For `expect.poll`: SSH answers when a guest has its first address. Those of its other NICs, and names, may come later.

/** Exit code of a command in a guest. */
export const codeIn = async (vm: Vm, command: string): Promise<number> =>
  (await vm.ssh(command, { check: false })).code;

/** Standard output of a command in a guest, whatever its exit code. */
export const outIn = async (vm: Vm, command: string): Promise<string> => (await vm.ssh(command, { check: false })).out;
