import { writeJson } from '../host/files.ts';
import type { InventoryHost } from '../inventory/host.ts';
import type { DiskPlan, DomainPlan } from '../providers/plan.ts';
import type { GuestRoute } from '../providers/provider.ts';
import type { GuestAccess } from './guest-access.ts';
import type { Net } from './network.ts';
import { type PrefixPaths, vmSpecFile } from './prefix.ts';
import type { VmNic } from './vm-addresses.ts';

/** A disk of a machine, as users see it. */
export type DiskView = Pick<DiskPlan, 'name' | 'path' | 'format' | 'device' | 'bus' | 'dev' | 'metadata'>;

/** What the facts about a machine are taken from. */
export interface FactParts {
  readonly paths: PrefixPaths;
  /** The way to the machine; direct without it. */
  readonly route?: GuestRoute | undefined;
  /** The plan as it is now: disks may be in other images than at first. */
  domain(): DomainPlan;
  /** Spec with what was found out about the guest since. */
  spec(): Readonly<Record<string, unknown>>;
  net(name: string): Net;
}

/** What is known about a machine without asking it. */
export abstract class VmFacts {
  readonly #plan: DomainPlan;
  readonly #parts: FactParts;
  readonly #access: GuestAccess;

  /** @internal */
  constructor(plan: DomainPlan, parts: FactParts, access: GuestAccess) {
    this.#plan = plan;
    this.#parts = parts;
    this.#access = access;
  }

  /** Name in the init file. */
  get name(): string {
    return this.#plan.name;
  }

  /** Name with the DNS domain of the management network. */
  get fqdn(): string {
    return this.#plan.fqdn;
  }

  /** Ansible groups. */
  get groups(): readonly string[] {
    return this.#plan.groups;
  }

  /** Guest paths that `collect` takes. */
  get artifacts(): readonly string[] {
    return this.#plan.artifacts;
  }

  /** Saved spec in Lago's spelling, with what was found out about the guest since; a copy. */
  get spec(): Readonly<Record<string, unknown>> {
    return structuredClone(this.#parts.spec());
  }

  /** `metadata` of the init file, with the deploy scripts where they are now; a copy. */
  get metadata(): Readonly<Record<string, unknown>> {
    const { metadata } = this.spec;
    return typeof metadata === 'object' && metadata !== null ? { ...metadata } : {};
  }

  /** Disks in the order of the init file. */
  get disks(): DiskView[] {
    return this.#parts.domain().disks.map(({ name, path, format, device, bus, dev, metadata }) => ({
      ...{ name, path, format, device, bus, dev },
      metadata: structuredClone(metadata),
    }));
  }

  /** Kind of machine: `vm-type`. */
  get vmType(): string {
    return this.#plan.vmType;
  }

  /** What runs it: `vm-provider`. */
  get vmProvider(): string {
    return this.#plan.vmProvider;
  }

  /** Distribution, from the init file or the template. */
  distro(): string | undefined {
    return this.#plan.distro;
  }

  /** Password of root: `root-password`, else that of SSH; undefined when none was given. */
  rootPassword(): string | undefined {
    return this.#plan.rootPassword;
  }

  /** iSCSI name that Lago gives to a machine. */
  iscsiName(): string {
    return `iqn.2014-07.org.lago:${this.name}`;
  }

  /** Name of the network that `ip()` and SSH use. */
  get managementNet(): string {
    return this.#plan.managementNet;
  }

  /** The network that `ip()` and SSH use; undefined for machines on networks that are not ours. */
  get mgmtNet(): Net | undefined {
    return this.managementNet === '' ? undefined : this.#parts.net(this.managementNet);
  }

  /**
   * Address on the management network.
   *
   * @throws {StateError} `VM_ADDRESS_UNKNOWN` on a bridge network before the guest was reached.
   */
  ip(): string {
    return this.#access.address();
  }

  /** All addresses, in the order of the NICs. */
  allIps(): string[] {
    return this.nics().flatMap((nic) => (nic.ip === undefined ? [] : [nic.ip]));
  }

  /** Addresses on one network. */
  ipsInNet(net: string): string[] {
    return this.nics().flatMap((nic) => (nic.net === net && nic.ip !== undefined ? [nic.ip] : []));
  }

  /** NICs in the order of the init file. */
  nics(): VmNic[] {
    return this.#access.addresses.nics();
  }

  /** Name of the network of each NIC, in the order of the init file. */
  nets(): string[] {
    return this.#plan.nics.map(({ net }) => net);
  }

  /** Path of the file with everything that the serial console said. */
  get serialLog(): string {
    return this.#plan.serialLog;
  }

  /** Writes the spec as Lago does, with what was found out about the guest; into `virt/vm-<name>` unless a file is named. */
  async save(file?: string): Promise<void> {
    // Passwords of guests may be in it.
    await writeJson(file ?? vmSpecFile(this.#parts.paths, this.name), this.spec, { mode: 0o600 });
  }

  /** What inventories and `ssh` configurations need of this machine. */
  inventoryHost(): InventoryHost {
    const { paths } = this.#parts;
    const { external } = this.#plan;
    return {
      name: this.name,
      ip: this.#access.addresses.management(),
      port: external?.port,
      proxyCommand: this.#parts.route?.proxyCommand,
      user: this.#plan.sshUser,
      privateKeyFile: external?.key?.file ?? paths.privateKey,
      knownHostsFile: paths.knownHosts,
      spec: this.#parts.spec(),
      groups: this.groups,
    };
  }
}
