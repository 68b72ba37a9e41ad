import type { HostFiles } from './layout.ts';
import { SSH_PORT } from './layout.ts';

/** RAM of the host in MiB: enough for libvirt, Node and two small guests. */
const MEMORY_MIB = 4096;

/** Nothing that costs an emulated machine time and serves it nothing. Units and errors are told on the console. */
const KERNEL_COMMAND_LINE = 'root=/dev/nvme0n1 rw console=ttyS0 mitigations=off quiet systemd.show_status=yes panic=-1';

/**
 * QEMU's arguments for the emulated host: an EPYC with SVM and nested paging, so that KVM works in it, although this
 * machine has none. No packet leaves it: `restrict=on` allows only the forwarded SSH port.
 */
export function qemuArguments(files: HostFiles): string[] {
  return [
    ...['-accel', 'tcg,thread=multi', '-machine', 'q35', '-cpu', 'EPYC,+svm,-npt'],
    // A kernel that panics ends QEMU, which the tests see at once.
    ...['-no-reboot', '-smp', '2', '-m', `${MEMORY_MIB}`],
    ...['-nodefaults', '-display', 'none', '-pidfile', files.pid],
    ...['-kernel', `${files.image}/vmlinuz`, '-append', KERNEL_COMMAND_LINE],
    ...['-chardev', `file,id=console,path=${files.console},append=on`, '-serial', 'chardev:console'],
    // Written data survives our SIGKILL of QEMU in any cache mode; this one spares the flushes.
    ...['-drive', `if=none,id=root,file=${files.overlay},format=qcow2,cache=unsafe,discard=unmap`],
    ...['-device', 'nvme,serial=root,drive=root'],
    ...['-drive', `if=none,id=payload,file=${files.payload},format=raw,readonly=on`],
    ...['-device', 'virtio-blk-pci,drive=payload'],
    ...['-netdev', `user,id=uplink,restrict=on,hostfwd=tcp:127.0.0.1:${SSH_PORT}-:22`],
    ...['-device', 'virtio-net-pci,netdev=uplink', '-device', 'virtio-rng-pci'],
  ];
}
