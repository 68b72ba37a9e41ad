import { type ProcessStream, processStream } from '../../host/stream-process.ts';
import type { GuestRoute } from '../provider.ts';

/** How `ssh` is called for the host of a libvirt connection. */
export interface SshAccess {
  readonly program: string;
  /** Options, without the destination. */
  readonly options: readonly string[];
  readonly destination: string;
}

/** Transports of libvirt that go over SSH. */
const OVER_SSH = /^[a-z]+\+(?:ssh|libssh2?):/;

/**
 * How the host behind a libvirt URL is reached by `ssh`, with the same settings as libvirt itself takes from the URL
 * (https://libvirt.org/uri.html); undefined when libvirt does not use SSH.
 */
export function sshAccess(url: string): SshAccess | undefined {
  if (!OVER_SSH.test(url) || !URL.canParse(url)) return undefined;
  // Node takes host and user out of URLs with known schemes only.
  const { hostname, port, username, searchParams } = new URL(url.replace(/^[^:]+:/, 'ssh:'));
  if (hostname === '') return undefined;
  const keyFile = searchParams.get('keyfile');
  const user = decodeURIComponent(username);
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return {
    program: searchParams.get('command') ?? 'ssh',
    options: [
      ...['-T', '-e', 'none', '-o', 'BatchMode=yes', '-o', 'LogLevel=ERROR'],
      ...(port === '' ? [] : ['-p', port]),
      ...(keyFile === null ? [] : ['-i', keyFile]),
      ...(searchParams.get('no_verify') === '1' ? ['-o', 'StrictHostKeyChecking=no'] : []),
    ],
    destination: user === '' ? host : `${user}@${host}`,
  };
}

/** The way to guests through the host of a libvirt connection: its networks with NAT lead nowhere else. */
export function routeThrough({ program, options, destination }: SshAccess): GuestRoute {
  const call = (address: string) => [...options, '-W', address, '--', destination];
  return {
    open: (host, port): ProcessStream => processStream(program, call(`${host}:${port}`)),
    proxyCommand: [program, ...call('%h:%p')].join(' '),
  };
}
