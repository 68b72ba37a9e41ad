import { randomUUID } from 'node:crypto';
import { accessSync, constants } from 'node:fs';
import { inputReader } from '../../disks/layers/inputs.ts';
import type { BuildRun } from '../../disks/layers/types.ts';
import type { Recipe } from '../../initfile/recipe.ts';
import type { Acceleration, Architecture, DiskPlan, DomainPlan } from '../../providers/plan.ts';
import type { ToolContext } from './namespaces.ts';

/** MiB, processors and seconds of the machine that a template's `build` steps run in, if they do not say. */
const MEMORY = 2048;
const VCPUS = 2;
const BOOT_TIMEOUT = 600;

/** KVM where it can be opened; whether it works is for QEMU to find out. */
export function accelerationHere(device = '/dev/kvm'): Acceleration {
  try {
    accessSync(device, constants.R_OK | constants.W_OK);
    return 'kvm';
  } catch {
    return 'tcg';
  }
}

/** What `build` steps of a recipe run on: a machine with nothing but the template's disk, and no network of ours. */
export function buildRunFor(
  recipe: Recipe,
  image: string,
  metadata: DiskPlan['metadata'],
  host: {
    readonly arch: Architecture;
    readonly acceleration: Acceleration;
    readonly env: Readonly<Record<string, string | undefined>>;
  } & ToolContext,
): BuildRun {
  const { arch, acceleration, env, log, signal } = host;
  const disk: DiskPlan = {
    name: 'root',
    source: { kind: 'file', file: image, fileFormat: 'qcow2', copy: false, inPlace: true },
    path: image,
    format: 'qcow2',
    device: 'disk',
    bus: 'virtio',
    dev: 'vda',
    metadata,
    build: recipe.build,
  };
  return {
    domain: domainFor(recipe, disk, arch),
    disk,
    arch,
    cwd: recipe.directory,
    // Who may call this as root, with a recipe of theirs, may read all there is.
    roots: ['/'],
    identityOf: inputReader(signal),
    file: image,
    acceleration,
    env,
    publicKey: '',
    publicKeyFile: '',
    log,
    signal,
  };
}

function domainFor({ name }: Recipe, disk: DiskPlan, arch: Architecture): DomainPlan {
  return {
    name,
    libvirtName: name,
    uuid: randomUUID(),
    memory: MEMORY,
    vcpu: VCPUS,
    cpu: { kind: 'host', numa: [] },
    arch,
    nics: [],
    disks: [disk],
    managementNet: '',
    fqdn: name,
    sshUser: 'root',
    bootTimeout: BOOT_TIMEOUT,
    provisioning: { kind: 'none' },
    oemStrings: [],
    groups: [],
    artifacts: [],
    vmProvider: 'local-libvirt',
    vmType: 'default',
    serialLog: '',
    spec: {},
  };
}
