import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HostError, ToolError, throwIfCancelled } from '../../host/errors.ts';
import { type RunResult, toolFailed, tryRun } from '../../host/exec.ts';
import { processesMentioning } from '../../host/process.ts';
import type { ProviderContext } from '../provider.ts';
import type { LibvirtAuth } from '../providers.ts';
import { authenticatedUrl } from './auth.ts';
import { isLocal } from './url.ts';

/** Messages of libvirt that mean "this object is not there", in the C locale that we set. */
const NOT_FOUND = /(domain|network) not found|no (domain|network) with matching|failed to get (domain|network)/i;
const NOT_RUNNING = /domain is not running|network is not active|is not active/i;
const NO_CONNECTION = /failed to connect to the hypervisor|failed to connect socket|cannot connect|unable to connect/i;

/** What libvirt says of an object that somebody has created meanwhile. */
export const ALREADY_THERE = /already exists|already active|already defined|is already in use by/i;

/** Milliseconds that a `create` may take at most when the one who called it is gone. */
const SETTLE_TIME = 60_000;

/** What marks calls of virsh as an environment's. */
export function tagOf({ uuid }: { readonly uuid: string }): string {
  return uuid.slice(0, 8);
}

function scratchName(tag: string): string {
  return `lago-xml-${tag}`;
}

/** One libvirt connection, used through `virsh`. */
export class Virsh {
  /** As the user knows it. */
  readonly url: string;
  readonly #auth: LibvirtAuth | undefined;

  constructor(url: string, auth?: LibvirtAuth) {
    this.url = url;
    this.#auth = auth;
  }

  /**
   * Runs a virsh command and gives its standard output.
   *
   * @throws {HostError} `LIBVIRT_UNREACHABLE` when there is no connection.
   * @throws {ToolError} `TOOL_FAILED` for any other failure.
   */
  async run(args: readonly string[], context: ProviderContext): Promise<string> {
    const result = await this.try(args, context);
    if (result.code !== 0) throw toolFailed('virsh', args, result);
    return result.stdout;
  }

  /**
   * Like {@link run}, but gives the result whatever the exit code is; a missing connection still throws.
   *
   * @param timeout milliseconds; no limit by default.
   */
  async try(args: readonly string[], context: ProviderContext, timeout?: number): Promise<RunResult> {
    const result = await tryRun('virsh', ['--quiet', '--connect', authenticatedUrl(this.url, this.#auth), ...args], {
      signal: context.signal,
      log: context.log,
      ...(timeout === undefined ? {} : { timeout }),
    });
    if (result.code !== 0 && NO_CONNECTION.test(result.stderr)) throw unreachable(this.url, result.stderr, this.#auth);
    return result;
  }

  /**
   * Runs a command whose last argument is a file with a definition, such as `create`; virsh reads them from files only.
   *
   * @param tag marks the call as one for an environment, see {@link settle}.
   */
  async tryCreate(args: readonly string[], xml: string, tag: string, context: ProviderContext): Promise<RunResult> {
    const directory = await mkdtemp(join(tmpdir(), `${scratchName(tag)}-`));
    try {
      const file = join(directory, 'definition.xml');
      await writeFile(file, xml, { mode: 0o600 });
      return await this.try([...args, file], context);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  }

  /**
   * Waits for the {@link tryCreate} calls of processes that were killed meanwhile, and removes their definitions: virsh outlives
   * who called it, and what it makes afterwards would be nobody's.
   */
  async settle(tag: string, context: ProviderContext): Promise<void> {
    const deadline = performance.now() + SETTLE_TIME;
    while (processesMentioning(scratchName(tag)).length > 0 && performance.now() < deadline) {
      throwIfCancelled(context.signal, 'waiting for calls of virsh');
      await sleep(50);
    }
    const left = (await readdir(tmpdir())).filter((name) => name.startsWith(`${scratchName(tag)}-`));
    for (const name of left) await rm(join(tmpdir(), name), { recursive: true, force: true });
  }

  /** Runs a command whose object may be gone already; answers whether it was there. */
  async tryOnObject(args: readonly string[], context: ProviderContext): Promise<boolean> {
    return (await this.tryText(args, context)) !== undefined;
  }

  /** Like {@link run}, with undefined when the object is gone. */
  async tryText(args: readonly string[], context: ProviderContext): Promise<string | undefined> {
    const result = await this.try(args, context);
    if (result.code === 0) return result.stdout;
    if (NOT_FOUND.test(result.stderr) || NOT_RUNNING.test(result.stderr)) return undefined;
    throw toolFailed('virsh', args, result);
  }
}

function unreachable(url: string, stderr: string, auth: LibvirtAuth | undefined): HostError {
  const reason = (stderr.trim().split('\n').at(-1) ?? '').replace(/^error: /, '');
  const denied = /permission denied|authentication|access denied|polkit/i.test(stderr);
  const refused = auth !== undefined && /authentication failed/i.test(stderr);
  const hint = !isLocal(url)
    ? `Does \`virsh -c '${url}' version\` work, without being asked for anything? See docs/remote-libvirt.md.`
    : refused
      ? `It refused ${auth.username}: check libvirt_username and libvirt_password.`
      : denied
        ? 'Add your user to the group libvirt (`sudo usermod -aG libvirt $USER`) and log in again.'
        : 'Start it: `sudo systemctl start libvirtd` (or `virtqemud.socket virtnetworkd.socket` where libvirt is modular); `lago doctor` checks the rest.';
  return new HostError('LIBVIRT_UNREACHABLE', `libvirt does not answer at ${url}: ${reason}`, { hint });
}

/** What libvirt says when an optional part of a machine is not installed. */
const LACKING = [
  {
    pattern: /unable to find any firmware to satisfy/i,
    code: 'FIRMWARE_UNAVAILABLE',
    what: 'the host has no EFI firmware that suits its machine type',
    hint: 'Install ovmf (Debian, Ubuntu) or edk2-ovmf (Fedora, EL, Arch); for aarch64 qemu-efi-aarch64 or edk2-aarch64.',
  },
  {
    pattern: /unable to find 'swtpm|TPM emulator.*(?:not supported|missing)|swtpm_setup/i,
    code: 'TPM_UNAVAILABLE',
    what: 'the host cannot emulate a TPM',
    hint: 'Install swtpm and swtpm-tools.',
  },
  {
    pattern: /unable to find a satisfying virtiofsd|virtiofsd.*(?:not found|no such file)/i,
    code: 'SHARE_UNAVAILABLE',
    what: 'the host has no virtiofsd for its shared directories',
    hint: 'Install virtiofsd (part of qemu-system-common on Debian 12), or use `type: 9p`.',
  },
  {
    pattern: /filesystem driver is not supported|virtio-9p.*not (?:supported|a valid)|9pfs.*not supported/i,
    code: 'SHARE_UNAVAILABLE',
    what: "the host's QEMU cannot share directories by 9p",
    hint: 'Use `type: virtiofs` with `readonly: false`.',
  },
] as const;

/** The error for a domain that libvirt refused to start, with the reasons users meet most explained. */
export function startFailed(name: string, error: unknown): unknown {
  if (!(error instanceof ToolError)) return error;
  const storage = /cannot access (?:backing file|storage file) '([^']+)'.*permission denied/i.exec(error.message);
  const denied = storage ?? /could not open '([^']+)': permission denied/i.exec(error.message);
  if (denied) {
    return new HostError('IMAGE_UNREACHABLE', `VM ${name}: the QEMU user may not open ${denied[1]}`, {
      hint: 'Every directory above it needs search permission (x) for the QEMU user: `namei -l` shows which one lacks it.',
      cause: error,
    });
  }
  const lacking = LACKING.find(({ pattern }) => pattern.test(error.message));
  if (lacking) return new HostError(lacking.code, `VM ${name}: ${lacking.what}`, { hint: lacking.hint, cause: error });
  if (/cannot allocate memory|out of memory/i.test(error.message)) {
    return new HostError('OUT_OF_MEMORY', `VM ${name}: the host has not enough memory for it`, {
      hint: 'Lower `memory` in the init file or use a larger machine.',
      cause: error,
    });
  }
  return error;
}
