import { describe, expect, it } from 'vitest';
import { type BuildMachine, qemuArgs } from '../../../../src/environment/boot-builder/machine.ts';

const MACHINE: BuildMachine = {
  name: 'lago-build-web',
  emulator: '/usr/bin/qemu-system-x86_64',
  arch: 'x86_64',
  acceleration: 'kvm',
  machine: 'pc',
  memory: 512,
  vcpus: 2,
  disk: '/store/layers/k,1.tmp',
  bus: 'virtio',
  oemStrings: ['io.systemd.credential.binary:a=b,c'],
  serialLog: '/store/a,b/serial.log',
  network: true,
};
const argsOf = (more: Partial<BuildMachine> = {}) => qemuArgs({ ...MACHINE, ...more });
const after = (args: readonly string[], option: string) =>
  args.flatMap((arg, index) => (arg === option ? [args[index + 1] ?? ''] : []));
const nodes = (args: readonly string[]): unknown[] => after(args, '-blockdev').map((text) => JSON.parse(text));

describe('the machine that builds', () => {
  it('has no device of the host but its image, and frees in it what the guest frees', () => {
    const args = argsOf();
    expect(args).toEqual(expect.arrayContaining(['-nodefaults', '-no-user-config', '-sandbox']));
    expect(nodes(args)).toEqual([
      expect.objectContaining({
        driver: 'qcow2',
        discard: 'unmap',
        file: { driver: 'file', filename: '/store/layers/k,1.tmp', discard: 'unmap' },
      }),
    ]);
  });

  it('doubles commas where QEMU would end a value', () => {
    const args = argsOf();
    expect(after(args, '-smbios')).toEqual(['type=11,value=io.systemd.credential.binary:a=b,,c']);
    expect(after(args, '-chardev')).toContain('file,id=serial,append=on,path=/store/a,,b/serial.log');
  });

  it('leads a port that the kernel picks to SSH, on the loopback device alone', () => {
    expect(after(argsOf(), '-netdev')).toEqual(['user,id=net,hostfwd=tcp:127.0.0.1:0-:22']);
    expect(after(argsOf({ network: false }), '-netdev')).toEqual([
      'user,id=net,hostfwd=tcp:127.0.0.1:0-:22,restrict=on',
    ]);
  });

  it.each([
    [{ acceleration: 'kvm' }, 'kvm', 'host'],
    [{ acceleration: 'tcg' }, 'tcg,thread=multi', 'max'],
    [{ acceleration: 'tcg', arch: 'aarch64', machine: 'virt' }, 'tcg,thread=multi', 'max,pauth-impdef=on'],
  ] as const)('%o', (more, accel, cpu) => {
    const args = argsOf(more);
    expect([after(args, '-accel'), after(args, '-cpu')]).toEqual([[accel], [cpu]]);
  });

  it.each([
    ['virtio', 'virtio-blk-pci,drive=disk'],
    ['scsi', 'scsi-hd,drive=disk'],
    ['sata', 'ide-hd,bus=sata.0,drive=disk'],
    ['ide', 'ide-hd,drive=disk'],
  ] as const)('has its disk on %s, as the domain', (bus, device) => {
    expect(after(argsOf({ bus }), '-device').some((text) => text.startsWith(device))).toBe(true);
  });

  it('gets firmware with variables of its own, and the seed for reading only', () => {
    const firmware = {
      code: '/usr/share/OVMF/CODE.fd',
      codeFormat: 'raw',
      variables: '/scratch/variables.fd',
      variablesFormat: 'raw',
      needsSmm: true,
    };
    const args = argsOf({ firmware, machine: 'q35', seed: '/scratch/seed.iso' });
    expect(after(args, '-machine')).toEqual(['q35,pflash0=code,pflash1=variables,smm=on']);
    const readOnly = nodes(args).map((node) => Reflect.get(Object(node), 'read-only'));
    expect(readOnly).toEqual([true, false, undefined, true]);
  });
});
