import { randomUUID } from 'node:crypto';
import { accessSync, constants } from 'node:fs';
import { inputReader } from '../../disks/layers/inputs.ts';
import type { BuildRun } from '../../disks/layers/types.ts';
import { messageOf, throwIfCancelled } from '../../host/errors.ts';
import { tryRun } from '../../host/exec.ts';
import type { Recipe } from '../../initfile/recipe.ts';
import type { Acceleration, Architecture, DiskPlan, DomainPlan } from '../../providers/plan.ts';
import { findEmulator } from '../boot-builder/emulator.ts';
import type { ToolContext } from './namespaces.ts';

/** MiB, processors and seconds of the machine that a template's `build` steps run in, if they do not say. */
const MEMORY = 2048;
const VCPUS = 2;
const BOOT_TIMEOUT = 600;

/** Milliseconds that QEMU gets to bring up a virtual CPU; a sick KVM hangs. */
const PROBE_TIMEOUT = 20_000;
const QUIT = '{"execute":"qmp_capabilities"}{"execute":"quit"}';

/**
 * KVM where QEMU brings up a virtual CPU with it, emulation elsewhere: the device being there does not mean that it works.
 * Without libvirt, which need not be on a host that only makes templates.
 */
export async function accelerationHere(
  arch: Architecture,
  env: Readonly<Record<string, string | undefined>>,
  { log, signal }: ToolContext,
  device = '/dev/kvm',
): Promise<Acceleration> {
  try {
    accessSync(device, constants.R_OK | constants.W_OK);
    const { emulator } = findEmulator(arch, env);
    const machine = [
      '-nodefaults',
      '-display',
      'none',
      '-machine',
      arch === 'aarch64' ? 'virt' : 'pc',
      '-m',
      '16',
      '-S',
    ];
    const args = [...machine, '-accel', 'kvm', '-cpu', 'host', '-qmp', 'stdio'];
    const { code, stderr } = await tryRun(emulator, args, { input: QUIT, timeout: PROBE_TIMEOUT, signal });
    if (code === 0) return 'kvm';
    log.warning(`KVM does not work, so machines that build are emulated: ${stderr.trim()}`);
  } catch (error) {
    throwIfCancelled(signal, 'the build of the template');
    log.debug(`KVM is not used: ${messageOf(error)}`);
  }
  return 'tcg';
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
