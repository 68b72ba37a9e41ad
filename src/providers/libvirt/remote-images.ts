import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { HostError, ToolError } from '../../host/errors.ts';
import { forAll } from '../../host/parallel.ts';
import { killMentioning } from '../../host/process.ts';
import type { DomainPlan, EnvironmentPlan } from '../plan.ts';
import type { ProviderContext } from '../provider.ts';
import { type ChainedDisk, type ChainedDomain, withChains } from './chains.ts';
import type { Virsh } from './virsh.ts';

/** Where libvirt keeps images by itself: QEMU may read there, whatever confines it. */
const DIRECTORY = '/var/lib/libvirt/images';
/** Files sent at once. */
const AT_ONCE = 2;

/**
 * Disk images of environments on the host of a remote libvirt: one storage pool per environment, a directory of its own,
 * which libvirt makes, fills and removes. Nothing but the connection is needed for that, neither a shell nor a shared
 * file system.
 */
export class RemoteImages {
  readonly #virsh: Virsh;

  constructor(virsh: Virsh) {
    this.#virsh = virsh;
  }

  /**
   * Refuses a machine that needs more of this host than its images.
   *
   * @throws {HostError} `REMOTE_UNSUPPORTED`
   */
  check({ name, shares = [], ports = [], disks }: DomainPlan): void {
    const inPlace = disks.find(({ source }) => source.kind === 'file' && source.inPlace === true);
    const what = [
      ...(shares.length > 0 ? ['its `shares` are directories of this host'] : []),
      ...(ports.length > 0 ? ['its `ports` are ports of this host'] : []),
      ...(inPlace ? [`its disk ${inPlace.name} is to be written in place`] : []),
    ][0];
    if (what === undefined) return;
    const { url } = this.#virsh;
    throw new HostError('REMOTE_UNSUPPORTED', `VM ${name} would run on another host (${url}), but ${what}`, {
      hint: 'Leave that out, or use libvirt of this host.',
    });
  }

  /** Sends the disks of an environment, and what lies below them, each file once. */
  async place(plan: EnvironmentPlan, context: ProviderContext): Promise<void> {
    const pool = poolOf(plan);
    const domains = await Promise.all([...plan.domains.values()].map(withChains));
    const images = domains.flatMap(({ disks }) => disks.flatMap(({ path, chain = [] }) => [{ file: path }, ...chain]));
    const files = new Set(images.map(({ file }) => file));
    const definition = ['pool-define-as', pool, 'dir', '--target', directoryOf(plan)];
    await this.#virsh.run(script([definition, ['pool-build', pool], ['pool-start', pool]]), context);
    await forAll(files, (file, signal) => this.#send(file, pool, { ...context, signal }), {
      signal: context.signal,
      limit: AT_ONCE,
    });
  }

  /** A machine as it is there: its files by their places in the pool. */
  async placed(domain: DomainPlan, plan: Pick<EnvironmentPlan, 'uuid'>): Promise<ChainedDomain> {
    const { disks } = await withChains(domain);
    const there = (file: string) => join(directoryOf(plan), nameOf(file));
    const { firmware } = domain;
    return {
      ...domain,
      disks: disks.map((disk) => placedDisk(disk, there)),
      serialLog: there(domain.serialLog),
      ...(firmware ? { firmware: { ...firmware, nvram: there(firmware.nvram) } } : {}),
    };
  }

  /** Fetches the serial log of a machine to its place here. @returns whether there is one. */
  async fetchLog({ libvirtName, serialLog }: DomainPlan, context: ProviderContext): Promise<boolean> {
    const pool = poolOf({ uuid: libvirtName });
    const download = ['vol-download', nameOf(serialLog), serialLog, '--pool', pool];
    const { code } = await this.#virsh.try(script([['pool-refresh', pool], download]), context);
    return code === 0;
  }

  /** Removes all files of an environment, and their pool; also those of a call that was killed. */
  async remove(objects: Pick<EnvironmentPlan, 'uuid'>, context: ProviderContext): Promise<void> {
    const pool = poolOf(objects);
    await killMentioning(pool, ['virsh']);
    if (!(await this.#pools(context)).includes(pool)) return;
    const volumes = await this.#volumes(pool, context);
    const steps = [
      ...volumes.map((volume) => ['vol-delete', volume, '--pool', pool]),
      ...['pool-destroy', 'pool-delete', 'pool-undefine'].map((step) => [step, pool]),
    ];
    const { code } = await this.#virsh.try(script(steps), context);
    // Whatever of it was never made is no reason to stop.
    if (code !== 0) for (const step of steps) await this.#virsh.try(step, context);
    if ((await this.#pools(context)).includes(pool)) {
      throw new ToolError('TOOL_FAILED', `the storage pool ${pool} at ${this.#virsh.url} could not be removed`);
    }
  }

  async #send(file: string, pool: string, context: ProviderContext): Promise<void> {
    const { size } = await stat(file);
    const name = nameOf(file);
    const volume = ['vol-create-as', pool, name, `${size}b`, '--allocation', '0', '--format', 'raw'];
    await this.#virsh.run(script([volume, ['vol-upload', name, file, '--pool', pool, '--sparse']]), context);
  }

  async #pools(context: ProviderContext): Promise<string[]> {
    return lines(await this.#virsh.run(['pool-list', '--all', '--name'], context));
  }

  async #volumes(pool: string, context: ProviderContext): Promise<string[]> {
    const list = script([
      ['pool-refresh', pool],
      ['vol-list', pool],
    ]);
    const first = await this.#virsh.try(list, context);
    if (first.code === 0) return names(first.stdout);
    // Its host was started anew, or the call that made it was killed before it was active.
    const started = await this.#virsh.try(
      script([
        ['pool-build', pool],
        ['pool-start', pool],
      ]),
      context,
    );
    return started.code === 0 ? names(await this.#virsh.run(list, context)) : [];
  }
}

function placedDisk(disk: ChainedDisk, there: (file: string) => string): ChainedDisk {
  // The headers of the images still name what lies below them here; libvirt goes by its definition instead.
  const chain = disk.chain?.map(({ file, format }) => ({ file: there(file), format, keepsOwner: false }));
  return { ...disk, path: there(disk.path), ...(chain ? { chain } : {}) };
}

/** Name of a file in the pool: the same each time, and another for each file. */
function nameOf(file: string): string {
  const digest = createHash('sha256').update(file).digest('hex').slice(0, 8);
  return `${digest}-${basename(file).replace(/[^A-Za-z0-9._-]/g, '_')}`;
}

/** Several commands for one call of virsh: each call of its own would be another connection. */
function script(commands: readonly (readonly string[])[]): [string] {
  return [commands.map((words) => words.map(quoted).join(' ')).join('; ')];
}

/** A word for virsh's own parser, which knows single quotes as a shell does. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Names in the first column of a list. */
function names(list: string): string[] {
  return lines(list).map((line) => line.split(/\s+/)[0] ?? '');
}

/** As the names of domains do, it starts with the first digits of the environment's uuid. */
function poolOf({ uuid }: Pick<EnvironmentPlan, 'uuid'>): string {
  return `lago-${uuid.slice(0, 8)}`;
}

function directoryOf(plan: Pick<EnvironmentPlan, 'uuid'>): string {
  return join(DIRECTORY, poolOf(plan));
}

function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
