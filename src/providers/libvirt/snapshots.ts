import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { CancelledError, HostError, ToolError, throwIfCancelled } from '../../host/errors.ts';
import { type RunResult, toolFailed } from '../../host/exec.ts';
import { diskFullOf } from '../../host/files.ts';
import type { DomainPlan, EnvironmentPlan } from '../plan.ts';
import type { ProviderContext } from '../provider.ts';
import type { SaveTarget, SnapshotOperations } from '../snapshots.ts';
import { withChains } from './chains.ts';
import { hardwareOf, imagesOf, withDisks } from './saved-xml.ts';
import { isLocal } from './url.ts';
import { tagOf, type Virsh } from './virsh.ts';
import { element, renderXml } from './xml.ts';

const ALREADY_RUNNING = /domain is already running/i;
/** Milliseconds between two looks at work that is to end. */
const PERIOD = 50;

/**
 * Saves and restores machines by libvirt's external snapshots, of which libvirt itself keeps no record: memory goes to a
 * file as `virsh save` writes it, and the disks go on in images that we made. QEMU never stops, and no guest agent is asked.
 */
export class LibvirtSnapshots implements SnapshotOperations {
  readonly #virsh: Virsh;

  constructor(virsh: Virsh) {
    this.#virsh = virsh;
  }

  async suspend(domain: DomainPlan, context: ProviderContext): Promise<void> {
    await this.#virsh.run(['suspend', domain.libvirtName], context);
  }

  async resume(domain: DomainPlan, context: ProviderContext): Promise<boolean> {
    const result = await this.#virsh.try(['resume', domain.libvirtName], context);
    if (result.code === 0 || ALREADY_RUNNING.test(result.stderr)) return true;
    return this.#virsh.tryOnObject(['resume', domain.libvirtName], context);
  }

  async save(
    domain: DomainPlan,
    target: SaveTarget,
    plan: EnvironmentPlan,
    { log, signal }: ProviderContext,
  ): Promise<void> {
    throwIfCancelled(signal, 'the snapshot');
    const args = ['snapshot-create', '--no-metadata', '--atomic', '--reuse-external'];
    const call = [...args, '--domain', domain.libvirtName, '--xmlfile'];
    const cancel = ['domjobabort', domain.libvirtName];
    const result = await this.#stoppable(cancel, { log, signal }, () =>
      this.#virsh.tryCreate(call, snapshotXml(domain, target), tagOf(plan), { log }),
    );
    if (result.code !== 0) throw saveFailed(domain.name, result, signal);
  }

  async memoryProblem(file: string, context: ProviderContext): Promise<string | undefined> {
    const saved = await this.#virsh.try(['save-image-dumpxml', file], context);
    if (saved.code !== 0) return `libvirt cannot read ${file}: ${lastLine(saved)}`;
    const { type, emulator, machine, arch } = hardwareOf(saved.stdout);
    if (type === 'kvm' && isLocal(this.#virsh.url) && !existsSync('/dev/kvm')) {
      return `${file} was saved under KVM, which this host does not have now`;
    }
    const wanted = Object.entries({ virttype: type, emulatorbin: emulator, machine, arch });
    const args = wanted.flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]));
    const known = await this.#virsh.try(['domcapabilities', ...args], context);
    return known.code === 0 ? undefined : `QEMU cannot run what ${file} holds: ${lastLine(known)}`;
  }

  async restore(domain: DomainPlan, memory: string, plan: EnvironmentPlan, { log }: ProviderContext): Promise<void> {
    // Without the signal: libvirt finishes what it has begun, and nobody would know of the result.
    const saved = await this.#virsh.run(['save-image-dumpxml', '--security-info', memory], { log });
    const call = ['restore', '--file', memory, '--paused', '--xml'];
    const result = await this.#virsh.tryCreate(call, withDisks(saved, (await withChains(domain)).disks), tagOf(plan), {
      log,
    });
    if (result.code === 0) return;
    throw new ToolError('RESTORE_FAILED', `VM ${domain.name}: its memory could not be restored: ${lastLine(result)}`, {
      hint: 'The machine is stopped now. Its snapshot is as it was: try `lago revert` again, or `lago start`.',
    });
  }

  async images(
    domain: DomainPlan,
    context: ProviderContext,
  ): Promise<ReadonlyMap<string, readonly string[]> | undefined> {
    const result = await this.#virsh.tryText(['dumpxml', domain.libvirtName], context);
    return result === undefined ? undefined : imagesOf(result);
  }

  async commit(
    domain: DomainPlan,
    { dev, top, base }: { readonly dev: string; readonly top: string; readonly base: string },
    context: ProviderContext,
  ): Promise<void> {
    await this.#blockJob(domain, dev, ['blockcommit', '--top', top, '--base', base], context);
  }

  async pull(
    domain: DomainPlan,
    { dev, base }: { readonly dev: string; readonly base: string },
    context: ProviderContext,
  ): Promise<void> {
    await this.#blockJob(domain, dev, ['blockpull', '--base', base], context);
  }

  async setClock(domain: DomainPlan, context: ProviderContext): Promise<boolean> {
    return (await this.#virsh.try(['domtime', domain.libvirtName, '--now'], context)).code === 0;
  }

  async settle(domains: readonly DomainPlan[], plan: EnvironmentPlan, context: ProviderContext): Promise<void> {
    await Promise.all(domains.map((domain) => this.#endJobs(domain, context)));
    await this.#virsh.settle(tagOf(plan), context);
  }

  async #blockJob(
    domain: DomainPlan,
    dev: string,
    [job = '', ...args]: readonly string[],
    { log, signal }: ProviderContext,
  ): Promise<void> {
    throwIfCancelled(signal, 'merging disk images');
    const place = ['--domain', domain.libvirtName, '--path', dev];
    const call = [job, ...place, ...args, '--wait'];
    const cancel = ['blockjob', ...place, '--abort'];
    const result = await this.#stoppable(cancel, { log, signal }, () => this.#virsh.try(call, { log }));
    throwIfCancelled(signal, 'merging disk images');
    if (result.code !== 0) throw toolFailed('virsh', call, result);
  }

  /**
   * Waits for a call that goes on without its signal: libvirt would go on when its client is killed. It is asked to stop instead,
   * until the call has ended: it may not have begun when the signal fires.
   */
  async #stoppable(
    cancel: readonly string[],
    { log, signal }: ProviderContext,
    work: () => Promise<RunResult>,
  ): Promise<RunResult> {
    let isOver = false;
    let stopping: Promise<void> | undefined;
    const stop = async () => {
      while (!isOver) {
        await this.#virsh.try(cancel, { log }).catch(() => undefined);
        await sleep(PERIOD);
      }
    };
    const onAbort = () => {
      stopping = stop();
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      return await work();
    } finally {
      isOver = true;
      signal?.removeEventListener('abort', onAbort);
      await stopping;
    }
  }

  /** Ends a save, and merges of images, whose caller is gone; both leave things as they were. */
  async #endJobs(domain: DomainPlan, context: ProviderContext): Promise<void> {
    const { libvirtName } = domain;
    for (const disk of domain.disks) {
      await this.#virsh.try(['blockjob', '--domain', libvirtName, '--path', disk.dev, '--abort'], context);
    }
    for (;;) {
      const info = await this.#virsh.try(['domjobinfo', libvirtName], context);
      if (info.code !== 0 || /^Job type:\s+None/m.test(info.stdout)) return;
      await this.#virsh.try(['domjobabort', libvirtName], context);
      throwIfCancelled(context.signal, 'ending a save');
      await sleep(PERIOD);
    }
  }
}

function snapshotXml(domain: DomainPlan, { memory, disks }: SaveTarget): string {
  const overlays = new Map(disks.map(({ dev, overlay }) => [dev, overlay]));
  const parts = domain.disks.map(({ dev }) => {
    const file = overlays.get(dev);
    if (file === undefined) return element('disk', { name: dev, snapshot: 'no' });
    const driver = element('driver', { type: 'qcow2' });
    return element('disk', { name: dev, snapshot: 'external' }, driver, element('source', { file }));
  });
  const memoryPart = element('memory', { snapshot: 'external', file: memory });
  return renderXml(element('domainsnapshot', {}, memoryPart, element('disks', {}, parts)));
}

/** Reasons that users meet, explained. */
function saveFailed(name: string, result: RunResult, signal: AbortSignal | undefined): Error {
  if (signal?.aborted) return new CancelledError('the snapshot', { cause: signal.reason });
  const reason = lastLine(result);
  const message = `VM ${name}: libvirt could not take the snapshot: ${reason}`;
  const error = new ToolError('SNAPSHOT_FAILED', message, hintFor(reason));
  if (/permission denied/i.test(reason)) {
    return new HostError('PERMISSION_DENIED', error.message, {
      hint: 'QEMU and libvirt need to write into the directory of the disk images.',
      cause: error,
    });
  }
  return diskFullOf(error) ?? error;
}

function hintFor(reason: string): { readonly hint?: string } {
  if (/virtiofs/i.test(reason)) {
    return { hint: 'A machine with a directory of the host by virtiofs can be saved only while it is down; use 9p.' };
  }
  if (!/migrat|virtfs|9p/i.test(reason)) return {};
  return { hint: 'A directory of the host that the guest has mounted cannot be saved: unmount it there first.' };
}

function lastLine({ stderr }: RunResult): string {
  return (stderr.trim().split('\n').at(-1) ?? '').replace(/^error: /, '');
}
