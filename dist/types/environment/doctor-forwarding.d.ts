import type { HostCheck } from '../host/checks.ts';
import type { Services } from './services.ts';
/**
 * Checks whether this host forwards packets of networks. libvirt switches that on when a network with NAT starts, so it
 * is missing only where somebody has switched it off again.
 *
 * @param bridges names of bridges whose machines should get out, where they are up.
 * @param root directory in which `proc` is, for tests.
 */
export declare function checkForwarding(bridges: readonly string[], root?: string): HostCheck[];
/** As {@link checkForwardPolicy}, with the rules of this host; only root can read them, and only where they matter. */
export declare function checkFirewall(bridges: readonly string[], { log, signal }: Pick<Services, 'log' | 'signal'>): Promise<HostCheck[]>;
/**
 * Checks what the `FORWARD` chain of iptables does with packets of machines, from what `iptables -S FORWARD` prints. Its
 * policy DROP (of Docker) alone harms nothing: where libvirt uses iptables, its own rules come first.
 *
 * @param bridges as for {@link checkForwarding}.
 */
export declare function checkForwardPolicy(rules: string, bridges: readonly string[], root?: string): HostCheck[];
/** Whether frames of bridges pass through iptables. */
export declare function isBridgeFiltered(root: string): boolean;
