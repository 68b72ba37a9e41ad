import { cpus, loadavg, release, totalmem } from 'node:os';
import { run } from '../src/host/exec.ts';

/** What the figures were measured on, in one line per fact. */
export async function describeMachine(acceleration: string): Promise<string> {
  const { stdout } = await run('virsh', ['-q', 'version']);
  const version = (name: RegExp) => name.exec(stdout)?.[1] ?? 'unknown';
  const [load = 0] = loadavg();
  return [
    `- ${cpus().length} CPUs (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB of memory, Linux ${release()}`,
    `- libvirt ${version(/library: libvirt (\S+)/)}, QEMU ${version(/hypervisor: QEMU (\S+)/)}, ${acceleration}, Node ${process.version}`,
    `- load (1 min) at the start: ${load.toFixed(1)}`,
  ].join('\n');
}
