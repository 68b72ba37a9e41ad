import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A network outside of all environments, with a DHCP server: what an office has behind a host's second interface. */
export interface Lan {
  /** The host's interface that leads there; down and unused at first. */
  readonly uplink: string;
  /** The interface of the far end, which has an address. */
  readonly far: string;
  /** First three numbers of its addresses. */
  readonly prefix: string;
  /** How an interface is now: its master, and whether it is up. */
  state(link?: string): { readonly master: string | undefined; readonly up: boolean };
  close(): Promise<void>;
}

/**
 * Makes one in this network namespace: a pair of virtual interfaces, dnsmasq at the far end.
 *
 * @param hosts MAC -> last number of the address that it always gets.
 */
export async function openLan(number: number, hosts: Readonly<Record<string, number>> = {}): Promise<Lan> {
  const [uplink, far, prefix] = [`lanup${number}`, `lanfar${number}`, `10.77.${number}`];
  const directory = mkdtempSync(join(tmpdir(), 'lago-lan-'));
  ip('link', 'add', uplink, 'type', 'veth', 'peer', 'name', far);
  ip('address', 'add', `${prefix}.1/24`, 'dev', far);
  ip('link', 'set', far, 'up');
  const server = await startServer(directory, far, prefix, hosts);
  return {
    uplink,
    far,
    prefix,
    state: (link = uplink) => stateOf(link),
    close: async () => {
      server.kill();
      await once(server, 'exit');
      ip('link', 'delete', uplink);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function startServer(
  directory: string,
  far: string,
  prefix: string,
  hosts: Readonly<Record<string, number>>,
): Promise<ChildProcess> {
  const options = [
    '--keep-in-foreground',
    '--log-facility=-',
    '--conf-file=/dev/null',
    '--port=0',
    `--interface=${far}`,
    '--bind-interfaces',
    `--dhcp-range=${prefix}.50,${prefix}.99`,
    `--dhcp-leasefile=${join(directory, 'leases')}`,
    `--pid-file=${join(directory, 'pid')}`,
    ...Object.entries(hosts).map(([mac, host]) => `--dhcp-host=${mac},${prefix}.${host}`),
  ];
  const server = spawn('dnsmasq', options, { stdio: ['ignore', 'ignore', 'pipe'] });
  const lines = createInterface({ input: server.stderr });
  await new Promise<void>((resolve, reject) => {
    const said: string[] = [];
    lines.on('line', (line) => {
      said.push(line);
      if (line.includes('DHCP, IP range')) resolve();
    });
    server.once('exit', () => reject(new Error(`dnsmasq ended: ${said.join('; ')}`)));
  });
  return server;
}

function stateOf(link: string): { readonly master: string | undefined; readonly up: boolean } {
  const [text = ''] = ip('-oneline', 'link', 'show', 'dev', link).split('\n');
  return { master: / master (\S+)/.exec(text)?.[1], up: /<[^>]*\bUP\b/.test(text) };
}

function ip(...args: readonly string[]): string {
  return execFileSync('ip', args, { encoding: 'utf8' });
}
