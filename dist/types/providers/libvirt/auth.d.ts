import type { LibvirtAuth } from '../providers.ts';
/**
 * The URL with which virsh finds a name and a password, instead of asking on the terminal: libvirt takes them from the
 * file that the parameter `authfile` names. The file has no name of its own (it is reached through this process), so
 * nothing is left of it when the process is killed.
 *
 * @throws {UserError} `LIBVIRT_AUTH_INVALID` for line breaks in them.
 */
export declare function authenticatedUrl(url: string, auth: LibvirtAuth | undefined): string;
/** Text of libvirt's file of credentials, for every kind of connection and host. */
export declare function authFileText({ username, password }: LibvirtAuth): string;
