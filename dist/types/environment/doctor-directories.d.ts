import type { HostCheck } from '../host/checks.ts';
import { freeBytes } from '../host/files.ts';
import type { VmProvider } from '../providers/provider.ts';
import type { Resolved } from './host-services.ts';
/** Checks that directories can be written, that they have room, and that QEMU can open disks in them. */
export declare function checkDirectories({ cwd, services }: Pick<Resolved, 'cwd' | 'services'>, provider: Required<Pick<VmProvider, 'imageAccess'>>): Promise<HostCheck[]>;
/** What is free at a directory, or where it would be made. */
export declare function checkSpace(name: string, directory: string, free?: typeof freeBytes): Promise<HostCheck>;
