import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Port on the testbed's loopback that leads to the host's SSH server. The network namespace is ours alone. */
export const SSH_PORT = 2222;

/** Where the host finds what a run brings along, read-only: Node, the action, templates, keys. */
export const PAYLOAD = '/opt/payload';

/** Files of one emulated host, all below one directory, so that any process of the run can take hold of it. */
export interface HostFiles {
  readonly dir: string;
  /** Directory of the cached image: `root.qcow2` and `vmlinuz`. */
  readonly image: string;
  /** What the host has written to its disk in this run. */
  readonly overlay: string;
  readonly payload: string;
  readonly clientKey: string;
  readonly knownHosts: string;
  readonly pid: string;
  /** All that the host printed on its serial console, over all its boots. */
  readonly console: string;
  /** What QEMU itself had to say. */
  readonly qemuLog: string;
  /** There when the host was found not to answer, with the end of its console. */
  readonly hung: string;
  /** SSH control sockets. Their paths must stay below 108 bytes, which a checkout's path may not. */
  readonly sockets: string;
}

/** The files of the host in `dir`, whether they exist yet or not. */
export function hostFiles(dir: string, image: string): HostFiles {
  return {
    dir,
    image,
    overlay: join(dir, 'root.qcow2'),
    payload: join(dir, 'payload.ext4'),
    clientKey: join(dir, 'client_key'),
    knownHosts: join(dir, 'known_hosts'),
    pid: join(dir, 'qemu.pid'),
    console: join(dir, 'console.log'),
    qemuLog: join(dir, 'qemu.log'),
    hung: join(dir, 'hung'),
    sockets: join(tmpdir(), 'kvm-host'),
  };
}
