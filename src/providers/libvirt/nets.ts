import { HostError, messageOf } from '../../host/errors.ts';
import { toolFailed } from '../../host/exec.ts';
import type { EnvironmentPlan, NetPlan } from '../plan.ts';
import type { NetworkOperations, PlannedNet, ProviderContext } from '../provider.ts';
import { createBridge, removeBridge } from './bridge.ts';
import { updateDns } from './dns-update.ts';
import { netFailed } from './net-errors.ts';
import { networkXml } from './network-xml.ts';
import { inspectUplink } from './uplink.ts';
import { isLocal } from './url.ts';
import { ALREADY_THERE, tagOf, type Virsh } from './virsh.ts';

/** The networks of environments at one libvirt connection: transient, and the Linux bridges below some of them. */
export class LibvirtNets implements NetworkOperations {
  readonly #virsh: Virsh;

  constructor(virsh: Virsh) {
    this.#virsh = virsh;
  }

  /**
   * Refuses a network that cannot be had here, before anything is made.
   *
   * @throws {HostError} `BRIDGE_REMOTE`, `UPLINK_MISSING`, `UPLINK_IN_USE`.
   */
  async check(net: NetPlan, context: ProviderContext): Promise<void> {
    if (net.type !== 'bridge') return;
    this.#assertLocal(net);
    await inspectUplink(net, context);
  }

  /** Starts a network; one that runs already is left as it is. A failure leaves nothing behind. */
  async start(net: NetPlan, plan: EnvironmentPlan, context: ProviderContext): Promise<void> {
    if (net.type !== 'bridge') return this.#create(net, plan, context);
    if ((await this.active(context)).has(net.libvirtName)) return;
    this.#assertLocal(net);
    try {
      await createBridge(net, context);
      await this.#create(net, plan, context);
    } catch (error) {
      await this.#removeQuietly(net.bridge, context);
      throw error;
    }
  }

  async stop(net: NetPlan, context: ProviderContext): Promise<void> {
    await this.remove(net, context);
  }

  async up(plan: EnvironmentPlan, context: ProviderContext): Promise<ReadonlySet<string>> {
    const active = await this.active(context);
    return new Set([...plan.nets.values()].filter((net) => active.has(net.libvirtName)).map((net) => net.name));
  }

  async updateDns(before: PlannedNet, after: PlannedNet, context: ProviderContext): Promise<void> {
    await updateDns(this.#virsh, before, after, context);
  }

  /** Stops a network and removes its bridge; what is not there is fine. */
  async remove(net: Pick<NetPlan, 'libvirtName' | 'bridge' | 'type'>, context: ProviderContext): Promise<void> {
    if ((await this.active(context)).has(net.libvirtName)) {
      await this.#virsh.tryOnObject(['net-destroy', net.libvirtName], context);
    }
    if (net.type === 'bridge') await removeBridge(net.bridge, context);
  }

  /** Libvirt names of all networks that are up. */
  async active(context: ProviderContext): Promise<Set<string>> {
    const text = await this.#virsh.run(['net-list', '--name'], context);
    return new Set(text.split('\n').map((line) => line.trim()));
  }

  /** Without the signal: libvirt finishes a `create` whose client was killed, and nobody would know of the result. */
  async #create(net: NetPlan, plan: EnvironmentPlan, { log }: ProviderContext): Promise<void> {
    const result = await this.#virsh.tryCreate(['net-create'], networkXml(net, plan), tagOf(plan), { log });
    if (result.code === 0) return;
    if (ALREADY_THERE.test(result.stderr) && (await this.active({ log })).has(net.libvirtName)) return;
    throw netFailed(net, toolFailed('virsh', ['net-create', net.libvirtName], result));
  }

  #assertLocal({ name }: NetPlan): void {
    const { url } = this.#virsh;
    if (isLocal(url)) return;
    throw new HostError('BRIDGE_REMOTE', `network ${name}: bridges can only be made on this host, not at ${url}`, {
      hint: 'Use a network of type `nat`.',
    });
  }

  /** The reason why the network did not start is the one to tell. */
  async #removeQuietly(bridge: string, { log }: ProviderContext): Promise<void> {
    try {
      await removeBridge(bridge, { log });
    } catch (error) {
      log.warning(`the bridge ${bridge} could not be removed: ${messageOf(error)}`);
    }
  }
}
