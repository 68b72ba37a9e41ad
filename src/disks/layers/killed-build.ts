import { readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { hasErrorCode } from '../../host/errors.ts';
import { removeTree } from '../../host/files.ts';
import { killMentioning, processesMentioning, processInfo } from '../../host/process.ts';
import type { LayerStore } from './store.ts';

/** Programs that a killed build may have left running, by their names in the process table. */
const PROGRAMS = ['virt-sysprep', 'virt-customize', 'qemu-system-x86', 'qemu-system-aar', 'qemu-img'];
/** Directories that libguestfs makes for its sockets, in arguments of its QEMU; it removes them when it ends by itself. */
const SOCKETS = /(\/[^\0,=]*\/libguestfs[A-Za-z0-9]{6})\//g;

/** Ends what a killed build of a layer left running, and removes its sockets. The caller has the lock. */
export async function endKilledBuild(key: string, store: LayerStore): Promise<void> {
  const file = store.temporary(key);
  const directories = new Set(
    processesMentioning(file)
      .filter((pid) => PROGRAMS.includes(processInfo(pid)?.name ?? ''))
      .flatMap(socketDirectories),
  );
  await killMentioning(file, PROGRAMS);
  for (const directory of directories) await removeTree(directory);
}

/** Only of our own processes: others can name what they like in their arguments. */
function socketDirectories(pid: number): readonly string[] {
  try {
    if (statSync(`/proc/${pid}`).uid !== process.getuid?.()) return [];
    const found = [...readFileSync(`/proc/${pid}/cmdline`, 'utf8').matchAll(SOCKETS)].flatMap(([, path]) => path ?? []);
    return found.filter((path) => dirname(path) === tmpdir() || /^\/(?:tmp|run\/user\/[0-9]+)$/.test(dirname(path)));
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ESRCH', 'EACCES', 'EPERM')) return [];
    throw error;
  }
}
