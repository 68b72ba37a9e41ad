import type { Architecture } from '../../providers/machine-plan.ts';
import type { Acceleration, DiskPlan } from '../../providers/plan.ts';
import type { FirmwareFiles } from './firmware.ts';

/** A machine that is started once, by QEMU itself, to build on a disk. */
export interface BuildMachine {
  /** Shown in the process table. */
  readonly name: string;
  /** Absolute path of QEMU's program, or its name. */
  readonly emulator: string;
  readonly arch: Architecture;
  readonly acceleration: Acceleration;
  /** Machine type. */
  readonly machine: string;
  readonly firmware?: FirmwareFiles;
  /** MiB. */
  readonly memory: number;
  readonly vcpus: number;
  /** Absolute path of the qcow2 image that is written to. */
  readonly disk: string;
  readonly bus: DiskPlan['bus'];
  /** Absolute path of a NoCloud seed. */
  readonly seed?: string;
  /** SMBIOS type 11 strings. */
  readonly oemStrings: readonly string[];
  /** Absolute path of the file that gets the serial console's output. */
  readonly serialLog: string;
  /** Whether the guest gets out of its machine. */
  readonly network: boolean;
}

/** The same in each build: what a guest may note about its NIC then says nothing about the host. */
export const BUILD_MAC = '52:54:00:6c:61:67';

/** Arguments of QEMU: no device but those named, its monitor (QMP) on standard input and output. */
export function qemuArgs(machine: BuildMachine): string[] {
  const { name, arch, acceleration, memory, vcpus, serialLog } = machine;
  return [
    ...['-name', escaped(name), '-nodefaults', '-no-user-config', '-display', 'none'],
    // What breaks out of the guest can start no programs and gain no rights.
    ...['-sandbox', 'on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny'],
    ...machineArgs(machine),
    ...['-accel', acceleration === 'kvm' ? 'kvm' : 'tcg,thread=multi', '-cpu', cpuOf(arch, acceleration)],
    ...['-m', `${memory}`, '-smp', `${vcpus}`, '-rtc', 'base=utc'],
    ...['-chardev', 'stdio,id=monitor,signal=off', '-mon', 'chardev=monitor,mode=control'],
    ...['-chardev', `file,id=serial,append=on,path=${escaped(serialLog)}`, '-serial', 'chardev:serial'],
    ...['-object', 'rng-random,id=rng,filename=/dev/urandom', '-device', 'virtio-rng-pci,rng=rng'],
    ...diskArgs(machine),
    ...seedArgs(machine),
    ...networkArgs(machine),
    ...machine.oemStrings.flatMap((text) => ['-smbios', `type=11,value=${escaped(text)}`]),
  ];
}

function machineArgs({ machine, firmware }: BuildMachine): string[] {
  if (firmware === undefined) return ['-machine', machine];
  const flash = (name: string, file: string, format: string, readOnly: boolean) =>
    blockdev({ driver: format, 'node-name': name, 'read-only': readOnly, file: { driver: 'file', filename: file } });
  return [
    ...flash('code', firmware.code, firmware.codeFormat, true),
    ...flash('variables', firmware.variables, firmware.variablesFormat, false),
    ...['-machine', `${machine},pflash0=code,pflash1=variables${firmware.needsSmm ? ',smm=on' : ''}`],
    ...(firmware.needsSmm ? ['-global', 'driver=cfi.pflash01,property=secure,value=on'] : []),
  ];
}

function cpuOf(arch: BuildMachine['arch'], acceleration: BuildMachine['acceleration']): string {
  if (acceleration === 'kvm') return 'host';
  // Emulating the architected pointer authentication takes half of the time.
  return arch === 'aarch64' ? 'max,pauth-impdef=on' : 'max';
}

/** What the guest frees is freed in the image too, and flushing a disk that is thrown away on failure buys nothing. */
function diskArgs({ disk, bus }: BuildMachine): string[] {
  const file = { driver: 'file', filename: disk, discard: 'unmap' };
  const cache = { 'no-flush': true };
  const device = { virtio: 'virtio-blk-pci', scsi: 'scsi-hd', sata: 'ide-hd', ide: 'ide-hd' }[bus];
  const place = bus === 'sata' ? ',bus=sata.0' : '';
  const controller = {
    virtio: [],
    scsi: ['-device', 'virtio-scsi-pci'],
    sata: ['-device', 'ich9-ahci,id=sata'],
    ide: [],
  };
  return [
    ...blockdev({ driver: 'qcow2', 'node-name': 'disk', discard: 'unmap', 'detect-zeroes': 'unmap', cache, file }),
    ...controller[bus],
    ...['-device', `${device}${place},drive=disk,serial=1,bootindex=1`],
  ];
}

/** As libvirt's machines have it: kernels made for clouds know nothing but virtio. */
function seedArgs({ seed }: BuildMachine): string[] {
  if (seed === undefined) return [];
  const file = { driver: 'file', filename: seed };
  return [
    ...blockdev({ driver: 'raw', 'node-name': 'seed', 'read-only': true, file }),
    ...['-device', 'virtio-blk-pci,drive=seed'],
  ];
}

/** The kernel picks the port of this host that leads to the guest's SSH, so that nobody can take it before. */
function networkArgs({ network }: BuildMachine): string[] {
  const limit = network ? '' : ',restrict=on';
  return [
    ...['-netdev', `user,id=net,hostfwd=tcp:127.0.0.1:0-:22${limit}`],
    ...['-device', `virtio-net-pci,netdev=net,mac=${BUILD_MAC},romfile=`],
  ];
}

function blockdev(node: Readonly<Record<string, unknown>>): string[] {
  return ['-blockdev', JSON.stringify(node)];
}

/** QEMU ends a value at a comma, unless there are two. */
function escaped(value: string): string {
  return value.replaceAll(',', ',,');
}
