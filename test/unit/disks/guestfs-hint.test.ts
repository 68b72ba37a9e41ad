import { expect, it } from 'vitest';
import { guestfsHint } from '../../../src/disks/provision/guestfs-hint.ts';

it.each([
  ['virt-customize: error: libguestfs error: passt exited with status 1', /passt/],
  ['supermin: failed to find a suitable kernel (host_cpu=x86_64)', /chmod 0644/],
  [
    'cp: cannot open /boot/vmlinuz-6.8 for reading: Permission denied\nsupermin exited with error status 1',
    /chmod 0644/,
  ],
  [
    'cannot find any suitable libguestfs supermin, fixed or old-style appliance on LIBGUESTFS_PATH',
    /install libguestfs anew/,
  ],
  ['security: cached appliance /var/tmp/.guestfs-0 is not owned by UID 0', /LIBGUESTFS_CACHEDIR/],
  ["Temporary failure resolving 'mirror'", /DHCP client/],
  ['virt-sysprep: error: no operating systems were found in the guest image', /bootstrap: false/],
  ['something new', /lago doctor/],
])('%s', (output, expected) => {
  expect(guestfsHint(output)).toMatch(expected);
});
