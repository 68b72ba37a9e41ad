import type { HostCheck } from '../../host/checks.ts';
import type { ProgramNeed } from '../../host/programs.ts';
import type { ProviderContext } from '../provider.ts';
import { type KvmHost } from './kvm-host.ts';
import type { Virsh } from './virsh.ts';
/** Programs that a libvirt connection needs on this host; a remote one has its own elsewhere. */
export declare function libvirtPrograms(url: string): readonly ProgramNeed[];
/** Checks a libvirt connection: that it answers, that it has networks, and that KVM works behind it. */
export declare function checkLibvirt(virsh: Virsh, context: ProviderContext): Promise<HostCheck[]>;
/** Whether guests can have KVM themselves; nothing to say while KVM is not there at all. */
export declare function nesting({ module, nested }: KvmHost): HostCheck[];
