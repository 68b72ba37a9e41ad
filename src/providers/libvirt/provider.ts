import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HostCheck } from '../../host/checks.ts';
import { messageOf, ToolError } from '../../host/errors.ts';
import { toolFailed } from '../../host/exec.ts';
import type { ProgramNeed } from '../../host/programs.ts';
import type { DomainPlan, EnvironmentPlan, HostFacts } from '../plan.ts';
import type {
  ConsoleCommand,
  Definitions,
  Diagnostics,
  DomainState,
  GuestRoute,
  ImageAccess,
  ProviderContext,
  ProviderObjects,
  VmProvider,
} from '../provider.ts';
import type { LibvirtAuth } from '../providers.ts';
import { domainAddresses } from './addresses.ts';
import { withChains } from './chains.ts';
import { checkLibvirt, libvirtPrograms } from './checks.ts';
import { domainXml } from './domain-xml.ts';
import { gatherFacts } from './facts.ts';
import { LibvirtNets } from './nets.ts';
import { networkXml } from './network-xml.ts';
import { imageAccess } from './qemu-user.ts';
import { RemoteImages } from './remote-images.ts';
import { toPng } from './screenshot.ts';
import { LibvirtSnapshots } from './snapshots.ts';
import { routeThrough, sshAccess } from './ssh-access.ts';
import { parseDomainStates } from './states.ts';
import { removeTpmState } from './tpm.ts';
import { isLocal } from './url.ts';
import { ALREADY_THERE, startFailed, tagOf, Virsh } from './virsh.ts';

/** Runs domains and networks as transient libvirt objects, through `virsh`. */
export class LibvirtProvider implements VmProvider {
  readonly name = 'local-libvirt';
  readonly networks: LibvirtNets;
  /** Unless they are on the host of a remote libvirt. */
  readonly disksAreHere?: true;
  /** Only where the files of machines are here. */
  readonly snapshots?: LibvirtSnapshots;
  readonly route?: GuestRoute;
  readonly place?: NonNullable<VmProvider['place']>;
  readonly #virsh: Virsh;
  readonly #remote: RemoteImages | undefined;

  /** @param url libvirt connection, for example `qemu:///system` (Lago's default). */
  constructor(url: string, auth?: LibvirtAuth) {
    this.#virsh = new Virsh(url, auth);
    this.networks = new LibvirtNets(this.#virsh);
    const isHere = isLocal(url);
    if (isHere) {
      this.disksAreHere = true;
      this.snapshots = new LibvirtSnapshots(this.#virsh);
    } else {
      const remote = new RemoteImages(this.#virsh);
      this.#remote = remote;
      this.place = (plan, context) => remote.place(plan, context);
    }
    const ssh = isHere ? undefined : sshAccess(url);
    if (ssh) this.route = routeThrough(ssh);
  }

  facts(wanted: 'auto' | 'kvm' | 'tcg', context: ProviderContext): Promise<HostFacts> {
    return gatherFacts(this.#virsh, wanted, context);
  }

  programs(): readonly ProgramNeed[] {
    return libvirtPrograms(this.#virsh.url);
  }

  checkHost(context: ProviderContext): Promise<readonly HostCheck[]> {
    return checkLibvirt(this.#virsh, context);
  }

  async imageAccess(directory: string): Promise<ImageAccess> {
    return imageAccess(directory, this.#virsh.url);
  }

  describe(plan: EnvironmentPlan): Definitions {
    return {
      nets: new Map([...plan.nets].map(([name, net]) => [name, networkXml(net, plan)])),
      domains: new Map([...plan.domains].map(([name, domain]) => [name, domainXml(domain, plan)])),
    };
  }

  async checkDomain(domain: DomainPlan): Promise<void> {
    this.#remote?.check(domain);
  }

  async start(domain: DomainPlan, plan: EnvironmentPlan, context: ProviderContext): Promise<void> {
    if (!this.#remote) prepareSerialLog(domain.serialLog);
    const there = await (this.#remote ? this.#remote.placed(domain, plan) : withChains(domain));
    const result = await this.#virsh.tryCreate(['create'], domainXml(there, plan), tagOf(plan), uninterrupted(context));
    if (result.code === 0) return;
    if (ALREADY_THERE.test(result.stderr) && (await this.#allStates(context)).has(domain.libvirtName)) return;
    throw startFailed(domain.name, toolFailed('virsh', ['create', domain.libvirtName], result));
  }

  async shutdown(domain: DomainPlan, context: ProviderContext): Promise<void> {
    await this.#virsh.tryOnObject(['shutdown', domain.libvirtName], context);
  }

  async reboot(domain: DomainPlan, context: ProviderContext): Promise<void> {
    await this.#virsh.tryOnObject(['reboot', domain.libvirtName], context);
  }

  async stop(domain: DomainPlan, context: ProviderContext): Promise<void> {
    await this.#virsh.tryOnObject(['destroy', domain.libvirtName], context);
  }

  async states(plan: EnvironmentPlan, context: ProviderContext): Promise<ReadonlyMap<string, DomainState>> {
    const all = await this.#allStates(context);
    return new Map([...plan.domains.values()].map((domain) => [domain.name, all.get(domain.libvirtName) ?? 'down']));
  }

  addresses(domain: DomainPlan, context: ProviderContext): Promise<ReadonlyMap<number, readonly string[]>> {
    return domainAddresses(domain, this.#virsh, context);
  }

  async diagnostics(domain: DomainPlan, directory: string, context: ProviderContext): Promise<Diagnostics> {
    await this.#remote?.fetchLog(domain, context);
    const serialLog = existsSync(domain.serialLog)
      ? { file: domain.serialLog }
      : { missing: `${domain.serialLog} was never written` };
    return { serialLog, screenshot: await this.#screenshot(domain, directory, context) };
  }

  console(domain: DomainPlan): ConsoleCommand {
    return {
      program: 'virsh',
      args: ['--quiet', '--connect', this.#virsh.url, 'console', domain.libvirtName],
      escapeKey: 'Ctrl+]',
    };
  }

  async destroy(objects: ProviderObjects, context: ProviderContext): Promise<void> {
    await this.#virsh.settle(tagOf(objects), context);
    const mine = [...(await this.#allStates(context)).keys()].filter(
      (name) => objects.domains.includes(name) || name.startsWith(`${objects.uuid.slice(0, 8)}-`),
    );
    await Promise.all(mine.map((name) => this.#virsh.tryOnObject(['destroy', name], context)));
    await this.#remote?.remove(objects, context);
    for (const tpm of objects.tpms ?? []) await removeTpmState(this.#virsh, tpm, tagOf(objects), context);
    for (const net of objects.nets) await this.networks.remove(net, context);
  }

  async #allStates(context: ProviderContext): Promise<Map<string, DomainState>> {
    return parseDomainStates(await this.#virsh.run(['domstats', '--state', '--nowait'], context));
  }

  async #screenshot(
    domain: DomainPlan,
    directory: string,
    context: ProviderContext,
  ): Promise<Diagnostics['screenshot']> {
    const scratch = await mkdtemp(join(tmpdir(), 'lago-screen-'));
    try {
      const dump = join(scratch, 'dump');
      await this.#virsh.run(['screenshot', domain.libvirtName, dump], context);
      const file = join(directory, `${domain.name}-screenshot.png`);
      await writeFile(file, toPng(await readFile(dump)));
      return { file };
    } catch (error) {
      if (context.signal?.aborted) throw error;
      if (!(error instanceof ToolError || error instanceof RangeError)) context.log.debug(messageOf(error));
      return { missing: messageOf(error).split('\n')[0] ?? 'unknown' };
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }
}

/** The serial log has to exist before: otherwise libvirt's log daemon makes it, readable for root only. */
function prepareSerialLog(file: string): void {
  closeSync(openSync(file, 'a', 0o644));
}

/** Without the signal: libvirt finishes a `create` whose client was killed, and nobody would know of the result. */
function uninterrupted(context: ProviderContext): ProviderContext {
  return { log: context.log };
}
