import { statSync } from 'node:fs';
import { run } from '../src/host/exec.ts';

/** Seconds of processor time that a domain has taken so far. */
export async function cpuSeconds(domain: string): Promise<number> {
  const { stdout } = await run('virsh', ['-q', 'domstats', '--cpu-total', domain]);
  const nanoseconds = /cpu\.time=(\d+)/.exec(stdout)?.[1];
  if (nanoseconds === undefined) throw new Error(`libvirt does not know the processor time of ${domain}: ${stdout}`);
  return Number(nanoseconds) / 1e9;
}

/** Bytes that a file takes on the disk. */
export function allocated(file: string): number {
  return statSync(file).blocks * 512;
}
