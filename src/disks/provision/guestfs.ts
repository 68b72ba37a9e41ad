import { ToolError } from '../../host/errors.ts';
import { tryRun } from '../../host/exec.ts';
import { diskFullOf } from '../../host/files.ts';
import type { ImageContext } from '../../host/qemu-img.ts';
import type { Acceleration } from '../../providers/plan.ts';
import { watchRoom } from '../watch-room.ts';
import { guestfsHint } from './guestfs-hint.ts';
import { GuestfsProgress, type Operation, reportProgress } from './guestfs-progress.ts';

/** What a tool of libguestfs needs. */
export interface GuestfsOptions extends ImageContext {
  /** Name of the domain, for messages. */
  readonly vm: string;
  /** Name of the disk, for messages. */
  readonly disk: string;
  /** Absolute path of its image; written to. */
  readonly file: string;
  readonly acceleration: Acceleration;
  /** Environment variables, to look for the user's own libguestfs settings; none by default. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Directory that relative paths in the arguments refer to. */
  readonly cwd?: string;
  /** What the arguments do, in their order, so that a failure can name what failed. */
  readonly operations?: readonly Operation[];
  /** Is told which of them begins; undefined when what is done then is for none of them. */
  onOperation?(operation: Operation | undefined): void;
}

/** Lines of output that a failure shows. */
const TAIL = 15;

/**
 * Runs virt-sysprep or virt-customize, with its output in the log.
 *
 * @throws {ToolError} `GUESTFS_FAILED`, with the end of its own output; {@link HostError} `TOOL_MISSING`, `DISK_FULL`;
 *   {@link CancelledError}.
 */
export async function runGuestfs(program: string, args: readonly string[], options: GuestfsOptions): Promise<void> {
  const { vm, disk, signal, log, cwd } = options;
  const tail: string[] = [];
  const progress = new GuestfsProgress(options.operations);
  const onLine = (line: string) => {
    log?.debug(`${program} ${vm}: ${line}`);
    const before = progress.current;
    progress.see(line);
    if (progress.current !== before) options.onOperation?.(progress.current);
    if (!isUsefulLine(line)) return;
    tail.push(line);
    if (tail.length > TAIL) tail.shift();
  };
  const place = cwd === undefined ? {} : { cwd };
  const end = reportProgress(`${program} on VM ${vm}`, progress, log);
  await using room = watchRoom(options.file, signal);
  try {
    const env = guestfsEnvironment(options);
    const { code } = await tryRun(program, args, { ...place, env, onLine, signal: room.signal }).catch((error) => {
      throw room.full ?? error;
    });
    const at = progress.current === undefined ? '' : ` at ${progress.current.origin}`;
    if (code !== 0) throw failed(program, `${vm}${at}`, disk, code, tail.join('\n'));
  } finally {
    end();
  }
}

/** Variables for programs of libguestfs. The user's own settings win, as in Lago. */
export function guestfsEnvironment({
  acceleration,
  env = {},
}: Pick<GuestfsOptions, 'acceleration' | 'env'>): Record<string, string> {
  const settings = acceleration === 'tcg' ? { LIBGUESTFS_BACKEND_SETTINGS: 'force_tcg' } : {};
  const wanted: Record<string, string> = { LIBGUESTFS_BACKEND: 'direct', ...settings };
  return Object.fromEntries(Object.entries(wanted).filter(([name]) => !env[name]));
}

/** Whether a line of output helps those who look for a fault; what is printed after every failure does not. */
function isUsefulLine(line: string): boolean {
  return line.trim() !== '' && !/^If reporting bugs, run |^ {2}virt-\w+ -v -x \[/.test(line);
}

function failed(program: string, vm: string, disk: string, code: number, output: string): Error {
  const message = `${program} could not prepare the disk ${disk} of VM ${vm} (exit code ${code}): ${output}`;
  const error = new ToolError('GUESTFS_FAILED', message, { hint: guestfsHint(output) });
  return diskFullOf(error) ?? error;
}
