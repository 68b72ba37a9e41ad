import type { GuestRoute } from '../provider.ts';
/** How `ssh` is called for the host of a libvirt connection. */
export interface SshAccess {
    readonly program: string;
    /** Options, without the destination. */
    readonly options: readonly string[];
    readonly destination: string;
}
/**
 * How the host behind a libvirt URL is reached by `ssh`, with the same settings as libvirt itself takes from the URL
 * (https://libvirt.org/uri.html); undefined when libvirt does not use SSH.
 */
export declare function sshAccess(url: string): SshAccess | undefined;
/** The way to guests through the host of a libvirt connection: its networks with NAT lead nowhere else. */
export declare function routeThrough({ program, options, destination }: SshAccess): GuestRoute;
